"""What is known of one version of a document: findings, the graph, and on request fixes, values and the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import define, field

from heldout.findings.code import Code
from heldout.findings.finding import Finding, Fix, Safety
from heldout.findings.rule import Report, Rule
from heldout.findings.suppression import UNUSED, unused_fix
from heldout.fixes.verify import verified
from heldout.semantics.graph import Graph, Handle
from heldout.semantics.models import Models
from heldout.semantics.probe import Noted
from heldout.source.document import Document
from heldout.source.place import Place
from heldout.syntax.program import Program

if TYPE_CHECKING:
    from heldout.analysis.engine import Analyser
    from heldout.picture.model import Picture


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

    def reported(self, finding: Finding) -> tuple[Rule, Report] | None:
        """The rule that found it, and its report."""
        return self._reports.get((finding.rule, finding.place))

    def trial(self) -> Analyser | None:
        """An analyser for copies of the document, with the same settings (see `Analyser.fork`)."""
        return None if self._analyser is None else self._analyser.fork()

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """The fixes of a finding that were tried on a copy and held, safe ones first. The first call costs a few ms."""
        known = self._fixes.get(finding.identity)
        if known is None:
            known = self._fixes[finding.identity] = tuple(self._find_fixes(finding))
        return known

    def picture(self) -> Picture:
        """What is drawn of the pipeline, with the findings in it."""
        from heldout.picture.build import picture_of

        places = None if self._analyser is None else self._analyser.placing
        return picture_of(self.document, self.graph, self.program, self.findings, places)

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
