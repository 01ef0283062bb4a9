"""Check: what an edit searches for stands in the region, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from heldout.agent.verify.trial import Region
from heldout.findings.finding import Edit
from heldout.source.document import Document
from heldout.source.place import Place


@frozen
class Replacement:
    """One edit of an answer: `search` is copied from the source, and `replace` comes in its place."""

    search: str
    replace: str


def located(
    document: Document, regions: Sequence[Region], replacements: Sequence[Replacement]
) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """The edits with their places, and what is wrong with those that have none."""
    edits: list[Edit] = []
    wrong: list[str] = []
    for number, replacement in enumerate(replacements, 1):
        search, replace = _plain(replacement.search), _plain(replacement.replace)
        if not search.strip():
            wrong.append(f"edit {number}: `search` is empty; copy the lines that are to be replaced")
            continue
        if search == replace:
            wrong.append(f"edit {number}: `search` and `replace` are the same")
            continue
        # An import may stand above the region.
        places = list(_found(document, search, regions)) or list(_found(document, search, None))
        if len(places) == 1:
            edits.append(_shortest(Edit(places[0], replace), search))
        elif places:
            wrong.append(f"edit {number}: `search` stands there {len(places)} times; copy more lines around it")
        else:
            wrong.append(f"edit {number}: `search` does not stand in the code; copy it exactly, indentation included")
    return tuple(sorted(edits, key=lambda edit: edit.place)), tuple(wrong)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _found(document: Document, search: str, regions: Sequence[Region] | None) -> Iterator[Place]:
    for index, cell in enumerate(document.cells):
        start = cell.text.find(search)
        while start >= 0:
            place = _place(cell.text, index, start, start + len(search))
            last = place.end_line + (1 if place.end_column else 0)
            if regions is None or any(r.holds(index, place.line, max(last, place.line + 1)) for r in regions):
                yield place
            start = cell.text.find(search, start + 1)


def _place(text: str, cell: int, start: int, end: int) -> Place:
    before, inside = text[:start], text[:end]
    return Place(
        cell,
        before.count("\n"),
        start - (before.rfind("\n") + 1),
        inside.count("\n"),
        end - (inside.rfind("\n") + 1),
    )


def _shortest(edit: Edit, search: str) -> Edit:
    """The same edit without the whole lines that it leaves as they are."""
    place, new = edit.place, edit.text
    if place.column:
        return edit
    old_lines, new_lines = search.split("\n"), new.split("\n")
    top = 0
    while top < min(len(old_lines), len(new_lines)) - 1 and old_lines[top] == new_lines[top]:
        top += 1
    bottom = 0
    while bottom < min(len(old_lines), len(new_lines)) - top - 1 and old_lines[-1 - bottom] == new_lines[-1 - bottom]:
        bottom += 1
    if not top and not bottom:
        return edit
    end_line, end_column = place.end_line - bottom, place.end_column
    text = "\n".join(new_lines[top : len(new_lines) - bottom])
    if bottom:
        end_column = len(old_lines[len(old_lines) - bottom - 1])
    return Edit(Place(place.cell, place.line + top, 0, end_line, end_column), text)
