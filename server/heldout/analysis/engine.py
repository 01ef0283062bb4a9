"""One document kept analysed: parse, interpret, run the rules, and only what an edit changed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from heldout.analysis.changes import changed, next_graph
from heldout.analysis.modules import View
from heldout.analysis.notebook import CellReports, notebook_of
from heldout.analysis.packs import Engine, RuleInfo
from heldout.analysis.placing import Placing
from heldout.analysis.snapshot import Snapshot
from heldout.findings.finding import Finding
from heldout.findings.identity import identify
from heldout.findings.in_tests import outside_tests
from heldout.findings.rule import Report, Rule
from heldout.findings.suppression import UNUSED, suppress
from heldout.project.requirements import named_alike
from heldout.project.settings import Settings
from heldout.semantics.files import home
from heldout.semantics.graph import Graph, Handle, Step
from heldout.semantics.probe import Noted, values
from heldout.semantics.record import Record
from heldout.semantics.regions import Cancelled
from heldout.semantics.run import Interpreter
from heldout.semantics.surroundings import NOTHING_AROUND, Surroundings
from heldout.source.document import Document
from heldout.source.magic_lines import Magic, magics_of
from heldout.source.place import Place
from heldout.syntax.program import Program
from heldout.syntax.program import update as update_program

if TYPE_CHECKING:
    pass

__all__ = ["Analyser", "Cancelled", "Engine", "RuleInfo", "Snapshot"]


class Analyser:
    """Analyses successive versions of one document. Not safe for threads; `update` is what a keystroke costs."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings | None = None,
        versions: Mapping[str, str] | None = None,
        modules: View | None = None,
        surroundings: Surroundings = NOTHING_AROUND,
    ) -> None:
        """`modules`: the other files of the workspace; without them the document stands alone."""
        self.settings = settings or Settings()
        self.engine = engine = engine.of_project(self.settings.models)
        self.versions = named_alike(versions or {}, engine.models.distributions)
        self.surroundings = surroundings
        self._program: Program | None = None
        self.modules = modules
        self._interpreter = Interpreter(engine.models, modules)
        self._by_region: dict[int, tuple[tuple[Step, ...], tuple[tuple[Rule, Report], ...]]] = {}
        self._order: list[int] = []
        self._checked: tuple[tuple[Record, ...] | None, tuple[Magic, ...], list[tuple[Rule, Report]]] = (None, (), [])
        self._graph = Graph((), self.versions, surroundings=surroundings)
        self._graph_reports: dict[str, tuple[tuple[Rule, Report], ...]] = {}
        self._cells = CellReports()
        self.placing = Placing(self.settings, modules)
        self._identified: tuple[list[Finding], tuple[Finding, ...]] = ([], ())
        self._trial: Analyser | None = None

    def _relevant(self, text: str) -> bool:
        """Whether a text imports a library that Heldout knows, or a file of the workspace that does."""
        relevant = self.engine.relevant
        return relevant(text) or (self.modules is not None and self.modules.any_import(text, relevant))

    def fork(self) -> Analyser:
        """An analyser for trials on copies of the document. It is kept, so that the next trial only costs its edits."""
        if self._trial is None or self._trial.settings is not self.settings:
            self._trial = Analyser(self.engine, self.settings, self.versions, self.modules, self.surroundings)
        return self._trial

    def imports(self, path: str | None) -> bool:
        """Whether the program imports this file of the workspace."""
        number = None if self.modules is None else self.modules.modules.number(path)
        return number is not None and ("units", number) in self._interpreter.answers

    def asks(self, callees: Iterable[str]) -> bool:
        """Whether the program asked what one of these, of installed packages, makes."""
        return any(("made", callee) in self._interpreter.answers for callee in callees)

    def analyse(self, document: Document) -> tuple[tuple[Finding, ...], int]:
        """Findings, and how many places do not parse, of a document on its own."""
        snapshot = self.alone(document)
        return snapshot.findings, snapshot.broken

    def alone(self, document: Document) -> Snapshot:
        """What is known of a document on its own: nothing is carried over from another that does not parse."""
        if self._program is not None and self._program.broken:
            self._program = None
        snapshot = self.update(document)
        if snapshot.broken:
            self._program = None
            snapshot = self.update(document)
        return snapshot

    def update(self, document: Document, cancelled: Callable[[], bool] = lambda: False) -> Snapshot:
        """Analyse a new version. Raises Cancelled as soon as `cancelled` says so; the next update goes on from there."""
        if self.modules is not None:
            self.modules.look(document)
        if not any(self._relevant(cell.text) for cell in document.cells):
            self._program = None
            findings = self._finish(document, [])
            return Snapshot(document, findings, Graph((), self.versions, document), None, False, self)
        look = partial(_go_on, cancelled)
        program = self._program = update_program(self._program, document, look=look)
        look()
        records, _ = self._interpreter.run(program.units(), cancelled)
        reports = self._check(records, magics_of(document), look)
        if document.notebook and self.engine.notebook_rules:
            notebook = notebook_of(
                program, self._graph, self._interpreter.end, records, self.engine.models, self._cells.once
            )
            reports += self._cells.check(self.engine.notebook_rules, notebook)
        found, behind = self.placing.findings(program, self._graph, reports, look)
        findings = self._finish(document, found)
        known = self._graph
        where, spot = partial(_place_of, program), partial(self.placing.spot, program)
        graph = Graph(known.steps, known.versions, document, where, spot, known.magics, self.surroundings)
        return Snapshot(document, findings, graph, program, self._interpreter.exhausted, self, behind)

    def values(self, program: Program, wanted: Iterable[Handle], cancelled: Callable[[], bool]) -> tuple[Noted, ...]:
        """What nodes of the program that was analysed last are worth where they stand; of any other nothing is known."""
        return values(self._interpreter, program, wanted, cancelled) if program is self._program else ()

    def _check(
        self, records: tuple[Record, ...], magics: tuple[Magic, ...], look: Callable[[], None]
    ) -> list[tuple[Rule, Report]]:
        """Run the rules: those of single steps where the steps are new, those of the graph when anything is.

        Where `look` raises nothing has changed: the next update compares with the graph that all rules have seen.
        """
        if records is self._checked[0] and magics == self._checked[1]:
            return self._checked[2].copy()
        by_region: dict[int, tuple[tuple[Step, ...], tuple[tuple[Rule, Report], ...]]] = {}
        order: list[int] = []
        out: list[tuple[Rule, Report]] = []
        table = self.engine.step_rules
        for record in records:
            for region in record.regions:
                known = self._by_region.get(id(region))
                if known is None:
                    look()
                    reports = tuple(
                        [(rule, r) for step in region for rule in table.get(step.op, ()) for r in rule.check(step)]
                    )
                    known = (region, reports)
                by_region[id(region)] = known
                order.append(id(region))
                out += known[1]
        before = self._graph
        same_steps = order == self._order  # a statement that moved is a change
        if not same_steps or magics != before.magics:
            graph = next_graph(before, None if same_steps else records, magics, self.versions)
            found = self._graph_reports.copy()
            anew = changed(before, graph)
            for rule in self.engine.graph_rules:
                if rule.name not in found or anew(rule):
                    look()
                    found[rule.name] = tuple([(rule, r) for r in rule.check_graph(graph)])
            self._graph, self._graph_reports = graph, found
        self._by_region, self._order = by_region, order
        out += [pair for pairs in self._graph_reports.values() for pair in pairs]
        self._checked = (records, magics, out)
        return out.copy()

    def _finish(self, document: Document, findings: list[Finding]) -> tuple[Finding, ...]:
        findings = outside_tests(document, findings)
        if _mentions(document):
            found = suppress(document, findings, self.engine.rules.keys(), self._active(document))
            kept = [f for f in found if f.rule != UNUSED or self._wants_unused(document)]
            return identify(document, sorted(kept, key=_order))
        before, identified = self._identified
        if len(before) != len(findings) or any(a is not b for a, b in zip(before, findings, strict=True)):
            identified = identify(document, sorted(findings, key=_order))
            self._identified = (findings, identified)
        return identified

    def _active(self, document: Document) -> set[str]:
        """The rules that the settings want in this file."""
        wanted = self.settings.severity_of
        return {info.name for info in self.engine.rules.values() if wanted(info.name, info.severity, document.path)}

    def _wants_unused(self, document: Document) -> bool:
        info = self.engine.rules[UNUSED]
        return self.settings.severity_of(UNUSED, info.severity, document.path) is not None


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _order(finding: Finding) -> tuple[int, int, int, str]:
    place = finding.place
    return place.cell, place.line, place.column, finding.rule


def _mentions(document: Document) -> bool:
    return any("heldout:" in cell.text or "noqa" in cell.text for cell in document.cells)


def _place_of(program: Program, handle: Handle) -> Place | None:
    if handle.at < 0 or home(handle.leaf):
        return None
    try:
        return program.place(handle.leaf, handle.at)
    except (KeyError, IndexError):  # a leaf that an edit has just taken away
        return None
