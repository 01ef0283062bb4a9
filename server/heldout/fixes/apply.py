"""Applying edits to a document, and choosing fixes that can be applied together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from attrs import evolve

from heldout.findings.finding import Edit, Finding, Fix, Safety
from heldout.source.document import Document
from heldout.source.place import Place

ROUNDS = 10


def apply_edits(document: Document, edits: Iterable[Edit]) -> Document:
    """The document with the edits applied; equal edits count once. Raises ValueError when two of them conflict."""
    by_cell: dict[int, list[Edit]] = {}
    for edit in sorted(set(edits), key=lambda edit: edit.place):
        earlier = by_cell.setdefault(edit.place.cell, [])
        if earlier and conflict(earlier[-1], edit):
            raise ValueError(f"two edits meet in line {edit.place.line + 1}")
        earlier.append(edit)
    cells = list(document.cells)
    for index, chosen in by_cell.items():
        cells[index] = evolve(cells[index], text=_applied(cells[index].text, chosen))
    return evolve(document, cells=tuple(cells))


def _applied(text: str, edits: list[Edit]) -> str:
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        if line >= len(lines):
            return len(text)
        return starts[line] + min(column, len(lines[line]))

    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (text[position : offset(edit.place.line, edit.place.column)], edit.text)
        position = offset(edit.place.end_line, edit.place.end_column)
    return "".join((*parts, text[position:]))


def conflict(one: Edit, other: Edit) -> bool:
    """Whether two different edits overlap, or an insertion touches the other, so that their order would matter."""
    if one == other:
        return False
    if one.place.overlaps(other.place):
        return True
    if one.place.cell != other.place.cell or not (_empty(one.place) or _empty(other.place)):
        return False
    first, second = sorted((one.place, other.place))
    return (first.end_line, first.end_column) >= (second.line, second.column)


def _empty(place: Place) -> bool:
    return (place.line, place.column) == (place.end_line, place.end_column)


def choose(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """The fixes, first come first served, that do not conflict with each other."""
    chosen: list[Fix] = []
    taken: list[Edit] = []
    for fix in fixes:
        if not any(conflict(mine, edit) for mine in taken for edit in fix.edits):
            chosen.append(fix)
            taken += fix.edits
    return tuple(chosen)


class Analysed(Protocol):
    """What is asked of an analysis of a document: its findings, and the verified fixes of each."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    def fixes(self, finding: Finding) -> tuple[Fix, ...]: ...


class Analyses(Protocol):
    """Something that analyses a document again and again."""

    def update(self, document: Document, /) -> Analysed: ...


def fix_all(
    analyser: Analyses, document: Document, *, unsafe: bool = False, wanted: Callable[[Finding], bool] = lambda _: True
) -> tuple[Document, int]:
    """The document with every fix applied that can be, and how many were. Unsafe fixes only when they are asked for.

    Fixes are verified one by one; together they could still harm each other. A round that brings a new finding is
    taken back, and only its first fix is tried.
    """
    count = 0
    refused: set[str] = set()
    before = analyser.update(document)
    for _ in range(ROUNDS):
        candidates: list[tuple[Fix, str]] = []
        for finding in before.findings:
            if finding.identity not in refused and wanted(finding):
                fix = next((fix for fix in before.fixes(finding) if unsafe or fix.safety is Safety.SAFE), None)
                candidates += [(fix, finding.identity)] if fix is not None else []
        chosen = choose(fix for fix, _ in candidates)
        if not chosen:
            break
        for batch in (chosen, chosen[:1]) if len(chosen) > 1 else (chosen,):
            tried = apply_edits(document, (edit for fix in batch for edit in fix.edits))
            after = analyser.update(tried)
            if improves(before.findings, after.findings):
                document, before, count = tried, after, count + len(batch)
                break
        else:
            refused |= {identity for fix, identity in candidates if fix is chosen[0]}
            before = analyser.update(document)
    return document, count


def improves(before: Iterable[Finding], after: Iterable[Finding]) -> bool:
    """Whether there are fewer findings than before, and of no rule more."""
    counts: dict[str, int] = {}
    for finding in before:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
    fewer = sum(counts.values())
    for finding in after:
        counts[finding.rule] = counts.get(finding.rule, 0) - 1
        fewer -= 1
    return fewer > 0 and min(counts.values(), default=0) >= 0
