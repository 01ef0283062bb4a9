"""Our edits as the client's: versioned where it understands that, with lines that end as its own do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from lsprotocol import types

from heldout.findings.finding import Edit
from heldout.lsp.documents import split_lines
from heldout.lsp.session import Analysed
from heldout.source.document import Document
from heldout.source.place import Place


def workspace_edit(edits: Iterable[Edit], analysed: Analysed, *, versioned: bool) -> types.WorkspaceEdit:
    """The edits, by text. With versions, a client refuses them when its text moved on."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        uri = analysed.border.uri(edit.place.cell)
        by_uri.setdefault(uri, []).append(types.TextEdit(analysed.border.range(edit.place), edit.text))
    if not versioned:
        return types.WorkspaceEdit(changes=dict(by_uri))
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, analysed.versions.get(uri)), list(changes)
            )
            for uri, changes in by_uri.items()
        ]
    )


def difference(before: Document, after: Document) -> list[Edit]:
    """The edits, line by line, that turn one document into another with the same cells."""
    edits: list[Edit] = []
    for index, (old, new) in enumerate(zip(before.cells, after.cells, strict=True)):
        if old.text != new.text:
            edits += _line_edits(index, split_lines(old.text), split_lines(new.text))
    return edits


def blocks(before: Document, after: Document) -> list[Edit]:
    """The same with one edit a cell, for those who may choose among edits: half of a change would be another change."""
    edits: list[Edit] = []
    for index, (one, other) in enumerate(zip(before.cells, after.cells, strict=True)):
        if one.text != other.text:
            old, new = split_lines(one.text), split_lines(other.text)
            start, tail = _alike(old, new)
            place = Place(index, *_begin(old, start), *_begin(old, len(old) - tail))
            edits.append(Edit(place, "".join(new[start : len(new) - tail])))
    return edits


def _alike(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many lines are the same at the beginning, and at the end."""
    start, tail, shorter = 0, 0, min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, tail


def _line_edits(cell: int, old: list[str], new: list[str]) -> Iterator[Edit]:
    start, tail = _alike(old, new)
    old_part, new_part = old[start : len(old) - tail], new[start : len(new) - tail]
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old_part, new_part, False).get_opcodes():
        if tag != "equal":
            begin, end = _begin(old, start + first), _begin(old, start + last)
            yield Edit(Place(cell, *begin, *end), "".join(new_part[new_first:new_last]))


def _begin(lines: list[str], line: int) -> tuple[int, int]:
    """Where a line begins; after the last one, where the text ends."""
    return (line, 0) if line < len(lines) else (len(lines) - 1, len(lines[-1]))
