"""One document kept analysed: parse, interpret, run the rules, and only what an edit changed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, evolve, field

from heldout.analysis.packs import Engine, RuleInfo
from heldout.findings.code import Code
from heldout.findings.finding import Finding, Fix, Related, Safety
from heldout.findings.identity import identify
from heldout.findings.rule import Report, Rule
from heldout.findings.suppression import UNUSED, suppress, unused_fix
from heldout.fixes.verify import verified
from heldout.project.settings import Settings
from heldout.semantics.graph import Graph, Handle
from heldout.semantics.machine import Cancelled, Record
from heldout.semantics.run import Interpreter
from heldout.source.document import Document
from heldout.source.place import Place
from heldout.syntax.program import Program
from heldout.syntax.program import update as update_program

__all__ = ["Analyser", "Cancelled", "Engine", "RuleInfo", "Snapshot"]

MAX_EVIDENCE = 12


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
        self, engine: Engine, settings: Settings | None = None, versions: Mapping[str, str] | None = None
    ) -> None:
        self.engine = engine
        self.settings = settings or Settings()
        self.versions = dict(versions or {})
        self._program: Program | None = None
        self._interpreter = Interpreter(engine.models)
        self._by_record: dict[int, tuple[Record, tuple[tuple[Rule, Report], ...]]] = {}
        self._graph = Graph((), self.versions)
        self._graph_reports: tuple[tuple[Rule, Report], ...] = ()
        self._trial: Analyser | None = None

    def fork(self) -> Analyser:
        """An analyser for trials on copies of the document. It is kept, so that the next trial only costs its edits."""
        if self._trial is None:
            self._trial = Analyser(self.engine, self.settings, self.versions)
        self._trial.settings = self.settings
        return self._trial

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
        if not any(self.engine.relevant(cell.text) for cell in document.cells):
            self._program = None
            findings = self._finish(document, [])
            return Snapshot(document, findings, Graph((), self.versions, document), None, False, self)
        program = self._program = update_program(self._program, document)
        if cancelled():
            raise Cancelled
        records, _ = self._interpreter.run(program.units(), cancelled)
        reports = self._check(records)
        placed: dict[tuple[str, Place], tuple[Rule, Report]] = {}
        findings = self._finish(document, self._place(program, reports, placed))
        graph = Graph(self._graph.steps, self.versions, document, lambda handle: _place_of(program, handle))
        return Snapshot(document, findings, graph, program, self._interpreter.exhausted, self, placed)

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
            self._graph = Graph([step for record in records for step in record.steps], self.versions)
            self._graph_reports = tuple(
                [(rule, r) for rule in self.engine.graph_rules for r in rule.check_graph(self._graph)]
            )
        self._by_record = by_record
        return out + list(self._graph_reports)

    def _place(
        self,
        program: Program,
        reports: Sequence[tuple[Rule, Report]],
        placed: dict[tuple[str, Place], tuple[Rule, Report]],
    ) -> list[Finding]:
        """One finding for each place and rule: a cause that spoils five models is one finding with five stories."""
        findings: dict[tuple[str, Place], Finding] = {}
        for rule, report in reports:
            place = _place_of(program, report.at)
            if place is None:
                continue
            severity = self.settings.severity_of(rule.name, rule.severity, program.document.path)
            if severity is None:
                continue
            key = (rule.name, place)
            related = []
            for handle, message in report.evidence:
                where = _place_of(program, handle)
                if where is not None:
                    related.append(Related(where, message))
            known = findings.get(key)
            if known is None:
                placed[key] = (rule, report)
                findings[key] = Finding(rule.name, report.message, severity, place, tuple(related))
            else:
                more = tuple([r for r in related if r not in known.related])
                if more:
                    findings[key] = evolve(known, related=(known.related + more)[:MAX_EVIDENCE])
        return list(findings.values())

    def _finish(self, document: Document, findings: list[Finding]) -> tuple[Finding, ...]:
        findings.sort(key=lambda f: (f.place, f.rule))
        kept = suppress(document, findings, self.engine.rules.keys()) if _mentions(document) else tuple(findings)
        kept = tuple([f for f in kept if f.rule != UNUSED or self._wants_unused(document)])
        return identify(document, sorted(kept, key=lambda f: (f.place, f.rule)))

    def _wants_unused(self, document: Document) -> bool:
        info = self.engine.rules[UNUSED]
        return self.settings.severity_of(UNUSED, info.severity, document.path) is not None


def _mentions(document: Document) -> bool:
    return any("heldout:" in cell.text or "noqa" in cell.text for cell in document.cells)


def _place_of(program: Program, handle: Handle) -> Place | None:
    if handle.at < 0:
        return None
    try:
        return program.place(handle.leaf, handle.at)
    except (KeyError, IndexError):  # a leaf that an edit has just taken away
        return None
