"""What a check looks at: the program before and after an answer, as text, as syntax and as analysed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeVar

from attrs import field, frozen

from heldout.agent.verify.syntax import Statement, Syntax
from heldout.analysis.engine import Analyser, Snapshot
from heldout.findings.contract import Allowance
from heldout.findings.finding import Edit, Finding
from heldout.findings.rule import Report, Rule
from heldout.source.document import Document


@frozen
class Region:
    """Lines of a cell that may change. 0-based, `end` is exclusive."""

    cell: int
    line: int
    end: int

    def holds(self, cell: int, line: int, end: int) -> bool:
        return cell == self.cell and self.line <= line and end <= self.end


@frozen(eq=False)
class Trial:
    """One answer on trial. `after` is None until the changed program parses."""

    finding: Finding
    rule: Rule
    report: Report
    regions: tuple[Region, ...]
    edits: tuple[Edit, ...]
    before: Snapshot
    changed: Document
    old: Syntax
    new: Syntax
    analyser: Analyser = field(repr=False)

    @property
    def allows(self) -> Allowance:
        return self.rule.allows

    @cached_property
    def after(self) -> Snapshot:
        return self.analyser.alone(self.changed)

    @cached_property
    def blocks(self) -> tuple[tuple[Sequence[Statement], Sequence[Statement]], ...]:
        """The statements that are gone and those that came in their place, when both versions are laid side by side."""
        blocks: list[tuple[Sequence[Statement], Sequence[Statement]]] = []
        for old, new in _unequal(self.old.pieces, self.new.pieces, id):
            before = [s for piece in old for s in piece.statements]
            after = [s for piece in new for s in piece.statements]
            blocks += _unequal(before, after, lambda statement: statement.text)
        return tuple(blocks)

    @property
    def difference(self) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
        """The statements that are gone, and those that came."""
        gone, came = [s for old, _ in self.blocks for s in old], [s for _, new in self.blocks for s in new]
        return tuple(gone), tuple(came)


Check = Callable[[Trial], Iterator[str]]
"""A sentence for each thing that is wrong, in words that the model can act on."""


Of = TypeVar("Of")


def _unequal(
    old: Sequence[Of], new: Sequence[Of], key: Callable[[Of], Hashable]
) -> Iterator[tuple[Sequence[Of], Sequence[Of]]]:
    """The stretches of two sequences that differ."""
    a, b = [key(each) for each in old], [key(each) for each in new]
    top = 0
    while top < min(len(a), len(b)) and a[top] == b[top]:
        top += 1
    bottom = 0
    while bottom < min(len(a), len(b)) - top and a[-1 - bottom] == b[-1 - bottom]:
        bottom += 1
    a, b = a[top : len(a) - bottom], b[top : len(b) - bottom]
    for tag, i, j, m, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            yield old[top + i : top + j], new[top + m : top + n]
