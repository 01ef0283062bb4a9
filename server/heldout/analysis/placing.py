"""Where reports stand: findings with places, worked out again only for what an edit moved."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from operator import is_

from attrs import evolve, frozen

from heldout.analysis.modules import View
from heldout.findings.finding import Finding, Related
from heldout.findings.rule import Report, Rule
from heldout.project.settings import Settings
from heldout.semantics.files import home
from heldout.semantics.graph import Graph, Handle, Step
from heldout.source.document import Document
from heldout.source.place import Place
from heldout.syntax.leaf import Leaf
from heldout.syntax.program import Program

MAX_EVIDENCE = 12
Spot = tuple["Place | None", "Document | None"]
"""Where something stands; the document is that of another file, None for the one that is analysed."""
MOST_SPANS = 4096


def _nothing() -> None:
    """Nobody looks."""


@frozen(eq=False)
class _Placed:
    """A report and the finding that it became. `leaf` is that of its place: its text is part of the finding's identity."""

    rule: str
    report: Report
    leaf: Leaf | None
    spots: tuple[Spot, ...]
    finding: Finding | None
    leaves: frozenset[int]  # all that its places are in


class Placing:
    """Places the reports on successive versions of one document."""

    def __init__(self, settings: Settings, modules: View | None) -> None:
        self.settings, self.modules = settings, modules
        self._program: Program | None = None
        self._generation: Hashable = 0
        self._whole = True
        self._placed: dict[int, _Placed] = {}
        self._joined: dict[tuple[str, Place], tuple[list[Finding], Finding]] = {}
        self._spans: dict[tuple[int, int], tuple[Leaf, Place]] = {}

    def findings(
        self,
        program: Program,
        graph: Graph,
        reports: Sequence[tuple[Rule, Report]],
        look: Callable[[], None] = _nothing,
    ) -> tuple[list[Finding], Mapping[tuple[str, Place], tuple[Rule, Report]]]:
        """One finding for each place and rule (a cause that spoils five models is one finding with five stories), and
        the report behind each. `look` raises when nobody wants them any more.
        """
        generation: Hashable = 0 if self.modules is None else self.modules.generation
        moved = self._moved(program, generation)
        found: dict[tuple[str, Place], list[Finding]] = {}
        behind: dict[tuple[str, Place], tuple[Rule, Report]] = {}
        kept: dict[int, _Placed] = {}
        alike: dict[tuple[str, Report], _Placed] | None = None  # a rule that looked again mostly says the same
        for rule, report in reports:
            known = self._placed.get(id(report))
            if known is None:
                if alike is None:
                    alike = {(placed.rule, placed.report): placed for placed in self._placed.values()}
                known = alike.get((rule.name, report))
                if known is not None:  # where the call stands that leads to another file is asked again
                    known = evolve(known, report=report) if known.spots[0][1] is None else None
            if known is None or moved is None or not known.leaves.isdisjoint(moved):
                look()
                known = self._place(program, graph, rule, report, known)
            kept[id(report)] = known
            finding = known.finding
            if finding is None:
                continue
            key = (rule.name, finding.place)
            same = found.get(key)
            if same is None:
                behind[key] = (rule, report)
                found[key] = [finding]
            else:
                same.append(finding)
        self._placed, self._program, self._generation = kept, program, generation
        self._joined = {key: self._join(key, same) for key, same in found.items() if len(same) > 1}
        return [same[0] if len(same) == 1 else self._joined[key][1] for key, same in found.items()], behind

    def _join(self, key: tuple[str, Place], same: list[Finding]) -> tuple[list[Finding], Finding]:
        """One finding with the stories of several; the one of the last version where they are the same."""
        known = self._joined.get(key)
        if known is not None and len(known[0]) == len(same) and all(map(is_, known[0], same)):
            return known
        first, *others = same
        told = dict.fromkeys(first.related)
        more = tuple([r for r in dict.fromkeys([r for other in others for r in other.related]) if r not in told])
        return same, evolve(first, related=(first.related + more)[:MAX_EVIDENCE]) if more else first

    def _moved(self, program: Program, generation: Hashable) -> frozenset[int] | None:
        """The leaves that stand elsewhere, or say something else, than when all was placed last; None: any of them may."""
        self._whole = not program.broken
        before = self._program if generation == self._generation else None
        return None if before is None else program.moved_since(before)

    def _place(self, program: Program, graph: Graph, rule: Rule, report: Report, known: _Placed | None) -> _Placed:
        at = (report.place, None) if report.place is not None else self.spot(program, report.at)
        spots = (at, *[self.spot(program, handle) for handle, _ in report.evidence])
        found = program.find(report.at.leaf)
        leaf = None if found is None else found[1]
        if known is not None and known.leaf is leaf and known.spots == spots:
            return known
        leaves = frozenset([report.at.leaf, *[handle.leaf for handle, _ in report.evidence]])
        return _Placed(rule.name, report, leaf, spots, self._finding(program, graph, rule, report, spots), leaves)

    def _finding(
        self, program: Program, graph: Graph, rule: Rule, report: Report, spots: tuple[Spot, ...]
    ) -> Finding | None:
        place, elsewhere = spots[0]
        if elsewhere is not None:
            files = {file and file.uri for _, file in spots}
            place = self._called_from(program, graph, report) if len(files) > 1 else None
        severity = self.settings.severity_of(rule.name, rule.severity, program.document.path)
        if place is None or severity is None:
            return None
        steps = zip(spots[1:], report.evidence, strict=True)
        related = tuple([Related(where, message, file) for (where, file), (_, message) in steps if where is not None])
        return Finding(rule.name, report.message, severity, place, related)

    def spot(self, program: Program, handle: Handle) -> Spot:
        """Where a handle stands, here or in a module of the workspace."""
        if self.modules is None or not home(handle.leaf):
            return self.where(program, handle), None
        other = self.modules.modules.program(handle.leaf)
        if other is None or handle.at < 0:
            return None, None
        return other.place(handle.leaf, handle.at), other.document

    def _called_from(self, program: Program, graph: Graph, report: Report) -> Place | None:
        """The call in this document through which the program came to a place in another file.

        What lies wholly in one other file is found there; what needs this document too is shown at its call.
        """
        for step in graph.steps:
            if step.handle == report.at and (site := self.site(step)) is not None:
                return self.where(program, site)
        return None

    def site(self, step: Step) -> Handle | None:
        """The call in this document through which the program came to a step in another file; else the step itself."""
        context, leaf, at = step.id
        sites = self.modules.shared.sites if self.modules is not None else {}
        while home(leaf) and context in sites:
            context, leaf, at = sites[context]
        return None if home(leaf) else Handle(leaf, at)

    def where(self, program: Program, handle: Handle) -> Place | None:
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
            if len(self._spans) > MOST_SPANS:
                self._spans.clear()
            self._spans[key] = (leaf, evolve(place, line=place.line - row, end_line=place.end_line - row))
            return place
        below = known[1]
        return Place(cell, row + below.line, below.column, row + below.end_line, below.end_column)
