"""One document kept analysed: parse, interpret, run the rules, and only what an edit changed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import define, evolve, field

from heldout.analysis.modules import View
from heldout.analysis.notebook import CellReports, notebook_of
from heldout.analysis.packs import Engine, RuleInfo
from heldout.findings.code import Code
from heldout.findings.finding import Finding, Fix, Related, Safety
from heldout.findings.identity import identify
from heldout.findings.rule import Report, Rule
from heldout.findings.suppression import UNUSED, suppress, unused_fix
from heldout.fixes.verify import verified
from heldout.project.settings import Settings
from heldout.semantics.files import home
from heldout.semantics.graph import Graph, Handle
from heldout.semantics.machine import Cancelled, Record
from heldout.semantics.models import Models
from heldout.semantics.probe import Noted, values
from heldout.semantics.run import Interpreter
from heldout.source.document import Document
from heldout.source.place import Place
from heldout.syntax.leaf import Leaf
from heldout.syntax.program import Program
from heldout.syntax.program import update as update_program

__all__ = ["Analyser", "Cancelled", "Engine", "RuleInfo", "Snapshot"]

MAX_EVIDENCE = 12
Spot = tuple["Place | None", "Document | None"]
"""Where something stands; the document is that of another file, None for the one that is analysed."""


@define(eq=False)
class Snapshot:
    """What is known of one version of a document. Nothing in it changes but the cache of fixes."""

    document: Document
    findings: tuple[Finding, ...]
    graph: Graph
    program: Program | None = None
    exhausted: bool = False
    _analyser: Analyser | None = field(default=None, repr=False)
    _reports: Mapping[tuple[str, Place], tuple[Rule, Report]] = field(factory=dict, repr=False)
    _fixes: dict[str, tuple[Fix, ...]] = field(factory=dict, repr=False)

    @property
    def broken(self) -> int:
        """How many places do not parse."""
        return 0 if self.program is None else len(self.program.broken)

    def values(self, wanted: Iterable[Handle], cancelled: Callable[[], bool] = lambda: False) -> tuple[Noted, ...]:
        """What some nodes are worth where they stand; nothing once a newer version is analysed. As `update`, not safe
        for threads.
        """
        if self._analyser is None or self.program is None:
            return ()
        return self._analyser.values(self.program, wanted, cancelled)

    @property
    def models(self) -> Models:
        """The library models that it was analysed with."""
        return Models(()) if self._analyser is None else self._analyser.engine.models

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """The fixes of a finding that were tried on a copy and held, safe ones first. The first call costs a few ms."""
        known = self._fixes.get(finding.identity)
        if known is None:
            known = self._fixes[finding.identity] = tuple(self._find_fixes(finding))
        return known

    def _find_fixes(self, finding: Finding) -> list[Fix]:
        if self._analyser is None:
            return []
        drafts: Sequence[Any] = ()
        if finding.rule == UNUSED:
            fix = unused_fix(self.document, finding)
            fixes = [] if fix is None else [fix]
        else:
            known = self._reports.get((finding.rule, finding.place))
            if known is None or self.program is None:
                return []
            rule, report = known
            try:
                drafts = list(rule.fix(report, Code(self.program)))
            except (KeyError, IndexError, AssertionError, ValueError):  # the shape is not the one the rule knows
                return []
            fixes = [Fix(d.title, tuple(sorted(d.edits, key=lambda e: e.place)), d.safety) for d in drafts]
        trial = self._analyser.fork()
        held = [f for f in fixes if verified(trial.analyse, self.document, finding, f, (self.findings, self.broken))]
        return sorted(held, key=lambda f: f.safety is not Safety.SAFE)


class Analyser:
    """Analyses successive versions of one document. Not safe for threads; `update` is what a keystroke costs."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings | None = None,
        versions: Mapping[str, str] | None = None,
        modules: View | None = None,
    ) -> None:
        """`modules`: the other files of the workspace; without them the document stands alone."""
        self.settings = settings or Settings()
        self.engine = engine = engine.of_project(self.settings.models)
        self.versions = dict(versions or {})
        self._program: Program | None = None
        self.modules = modules
        self._interpreter = Interpreter(engine.models, modules)
        self._by_record: dict[int, tuple[Record, tuple[tuple[Rule, Report], ...]]] = {}
        self._graph = Graph((), self.versions)
        self._graph_reports: dict[str, tuple[tuple[Rule, Report], ...]] = {}
        self._cells = CellReports()
        self._placed: dict[int, tuple[Report, Leaf | None, tuple[Spot, ...], Finding | None]] = {}
        self._spans: dict[tuple[int, int], tuple[Leaf, Place]] = {}
        self._whole = True
        self._identified: tuple[list[Finding], tuple[Finding, ...]] = ([], ())
        self._trial: Analyser | None = None

    def _relevant(self, text: str) -> bool:
        """Whether a text imports a library that Heldout knows, or a file of the workspace that does."""
        relevant = self.engine.relevant
        return relevant(text) or (self.modules is not None and self.modules.any_import(text, relevant))

    def fork(self) -> Analyser:
        """An analyser for trials on copies of the document. It is kept, so that the next trial only costs its edits."""
        if self._trial is None or self._trial.settings is not self.settings:
            self._trial = Analyser(self.engine, self.settings, self.versions, self.modules)
        return self._trial

    def imports(self, path: str | None) -> bool:
        """Whether the program imports this file of the workspace."""
        number = None if self.modules is None else self.modules.modules.number(path)
        return number is not None and ("units", number) in self._interpreter.answers

    def asks(self, callees: Iterable[str]) -> bool:
        """Whether the program asked what one of these, of installed packages, makes."""
        return any(("made", callee) in self._interpreter.answers for callee in callees)

    def analyse(self, document: Document) -> tuple[tuple[Finding, ...], int]:
        """Findings, and how many places do not parse, of a document on its own: nothing is carried over from another."""
        if self._program is not None and self._program.broken:
            self._program = None
        snapshot = self.update(document)
        if snapshot.broken:
            self._program = None
            snapshot = self.update(document)
        return snapshot.findings, snapshot.broken

    def update(self, document: Document, cancelled: Callable[[], bool] = lambda: False) -> Snapshot:
        """Analyse a new version. Raises Cancelled as soon as `cancelled` says so; the next update goes on from there."""
        if self.modules is not None:
            self.modules.look(document)
        if not any(self._relevant(cell.text) for cell in document.cells):
            self._program = None
            findings = self._finish(document, [])
            return Snapshot(document, findings, Graph((), self.versions, document), None, False, self)
        program = self._program = update_program(self._program, document)
        if cancelled():
            raise Cancelled
        records, _ = self._interpreter.run(program.units(), cancelled)
        reports = self._check(records)
        if document.notebook and self.engine.notebook_rules:
            notebook = notebook_of(program, self._graph, self._interpreter.end)
            reports += self._cells.check(self.engine.notebook_rules, notebook)
        placed: dict[tuple[str, Place], tuple[Rule, Report]] = {}
        findings = self._finish(document, self._place(program, reports, placed))
        graph = Graph(
            self._graph.steps,
            self.versions,
            document,
            lambda handle: _place_of(program, handle),
            lambda handle: self._spot(program, handle),
        )
        return Snapshot(document, findings, graph, program, self._interpreter.exhausted, self, placed)

    def values(self, program: Program, wanted: Iterable[Handle], cancelled: Callable[[], bool]) -> tuple[Noted, ...]:
        """What nodes of the program that was analysed last are worth where they stand; of any other nothing is known."""
        return values(self._interpreter, program, wanted, cancelled) if program is self._program else ()

    def _check(self, records: tuple[Record, ...]) -> list[tuple[Rule, Report]]:
        """Run the rules: those of single steps where the steps are new, those of the graph when anything is."""
        by_record: dict[int, tuple[Record, tuple[tuple[Rule, Report], ...]]] = {}
        out: list[tuple[Rule, Report]] = []
        table = self.engine.step_rules
        for record in records:
            if not record.steps:
                continue
            known = self._by_record.get(id(record))
            if known is None:
                reports = tuple(
                    [(rule, r) for step in record.steps for rule in table.get(step.op, ()) for r in rule.check(step)]
                )
                known = (record, reports)
            by_record[id(record)] = known
            out += known[1]
        if [*by_record] != [*self._by_record]:  # in order: a statement that moved is a change
            before = self._graph
            self._graph = Graph([step for record in records for step in record.steps], self.versions)
            for rule in self.engine.graph_rules:
                if rule.name not in self._graph_reports or _changed(rule, before, self._graph):
                    self._graph_reports[rule.name] = tuple([(rule, r) for r in rule.check_graph(self._graph)])
        self._by_record = by_record
        return out + [pair for pairs in self._graph_reports.values() for pair in pairs]

    def _place(
        self,
        program: Program,
        reports: Sequence[tuple[Rule, Report]],
        placed: dict[tuple[str, Place], tuple[Rule, Report]],
    ) -> list[Finding]:
        """One finding for each place and rule: a cause that spoils five models is one finding with five stories."""
        self._whole = not program.broken
        findings: dict[tuple[str, Place], Finding] = {}
        kept: dict[int, tuple[Report, Leaf | None, tuple[Spot, ...], Finding | None]] = {}
        for rule, report in reports:
            places = tuple([self._spot(program, h) for h in (report.at, *[h for h, _ in report.evidence])])
            found = program.find(report.at.leaf)
            leaf = None if found is None else found[1]  # its text is part of the finding's identity
            known = self._placed.get(id(report))
            if known is None or known[1] is not leaf or known[2] != places:
                known = (report, leaf, places, self._finding(program.document, rule, report, places))
            kept[id(report)] = known
            finding = known[3]
            if finding is None:
                continue
            key = (rule.name, finding.place)
            first = findings.get(key)
            if first is None:
                placed[key] = (rule, report)
                findings[key] = finding
            else:
                more = tuple([r for r in finding.related if r not in first.related])
                if more:
                    findings[key] = evolve(first, related=(first.related + more)[:MAX_EVIDENCE])
        self._placed = kept
        return list(findings.values())

    def _finding(self, document: Document, rule: Rule, report: Report, places: tuple[Spot, ...]) -> Finding | None:
        place, elsewhere = places[0]
        if elsewhere is not None:
            place = self._called_from(report) if len({file and file.uri for _, file in places}) > 1 else None
        severity = self.settings.severity_of(rule.name, rule.severity, document.path)
        if place is None or severity is None:
            return None
        steps = zip(places[1:], report.evidence, strict=True)
        related = tuple([Related(at, message, file) for (at, file), (_, message) in steps if at is not None])
        return Finding(rule.name, report.message, severity, place, related)

    def _spot(self, program: Program, handle: Handle) -> Spot:
        """Where a handle stands, here or in a module of the workspace."""
        if self.modules is None or not home(handle.leaf):
            return self._where(program, handle), None
        other = self.modules.modules.program(handle.leaf)
        if other is None or handle.at < 0:
            return None, None
        return other.place(handle.leaf, handle.at), other.document

    def _called_from(self, report: Report) -> Place | None:
        """The call in this document through which the program came to a place in another file.

        What lies wholly in one other file is found there; what needs this document too is shown at its call.
        """
        assert self._program is not None
        sites = self.modules.shared.sites if self.modules is not None else {}
        for step in self._graph.steps:
            if step.handle == report.at:
                context, leaf, at = step.id
                while home(leaf) and context in sites:
                    context, leaf, at = sites[context]
                if not home(leaf):
                    return self._where(self._program, Handle(leaf, at))
        return None

    def _where(self, program: Program, handle: Handle) -> Place | None:
        """Where a handle stands: the span in its leaf is looked up once, then only the leaf's row moves."""
        found = program.find(handle.leaf)
        if found is None or handle.at < 0:
            return None
        if not self._whole:  # facts may be those of text that is gone: such places are only near
            return program.place(handle.leaf, handle.at)
        cell, leaf, row = found
        key = (id(leaf), handle.at)
        known = self._spans.get(key)
        if known is None or known[0] is not leaf:
            place = program.place(handle.leaf, handle.at)
            if len(self._spans) > 4096:
                self._spans.clear()
            self._spans[key] = (leaf, evolve(place, line=place.line - row, end_line=place.end_line - row))
            return place
        below = known[1]
        return Place(cell, row + below.line, below.column, row + below.end_line, below.end_column)

    def _finish(self, document: Document, findings: list[Finding]) -> tuple[Finding, ...]:
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


def _changed(rule: Rule, before: Graph, now: Graph) -> bool:
    """Whether a step changed that a rule of the graph looks at."""
    if not rule.reads:
        return True
    old, new = before.by_op, now.by_op
    return any(old.get(op) != new.get(op) for op in rule.reads)


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
