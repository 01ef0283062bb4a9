"""Our edits as the client's: versioned where it understands that, with lines that end as its own do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from lsprotocol import types

from heldout.findings.finding import Edit
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
            edits += _line_edits(index, old.text.split("\n"), new.text.split("\n"))
    return edits


def _line_edits(cell: int, old: list[str], new: list[str]) -> Iterable[Edit]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old_part, new_part = old[start : len(old) - tail], new[start : len(new) - tail]
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old_part, new_part, False).get_opcodes():
        if tag == "equal":
            continue
        lines = new_part[new_first:new_last]
        yield _lines_replaced(cell, old, start + first, start + last, lines)


def _lines_replaced(cell: int, old: list[str], first: int, last: int, lines: list[str]) -> Edit:
    """Lines `first` to `last` (exclusive) become others. The last line of a text has no ending to replace."""
    if last < len(old):
        return Edit(Place(cell, first, 0, last, 0), "".join(line + "\n" for line in lines))
    if first == last:
        return Edit(_end(cell, old), "".join("\n" + line for line in lines))
    if lines or first == 0:
        return Edit(Place(cell, first, 0, last - 1, len(old[-1])), "\n".join(lines))
    return Edit(Place(cell, first - 1, len(old[first - 1]), last - 1, len(old[-1])), "")


def _end(cell: int, lines: list[str]) -> Place:
    return Place(cell, len(lines) - 1, len(lines[-1]), len(lines) - 1, len(lines[-1]))
