"""The border between our coordinates (cell, line, code points) and the client's (URI, line, its own units)."""

from __future__ import annotations

from attrs import define, field
from lsprotocol import types

from heldout.source.document import Document
from heldout.source.encoding import Encoding, from_client, to_client
from heldout.source.place import Place


@define(eq=False)
class Border:
    """Maps places of one document to the client's ranges and back.

    `marks` has the URIs of texts whose first line begins, for the client, with a byte order mark that we do not keep.
    """

    document: Document
    encoding: Encoding
    marks: frozenset[str] = frozenset()
    is_plain: bool = field(init=False)  # whether the client counts as we do
    _lines: dict[int, list[str]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.is_plain = not self.marks and all(cell.text.isascii() for cell in self.document.cells)

    def agrees(self, other: Border) -> bool:
        """Whether both surely give the same ranges and URIs for the same place."""
        if not (self.is_plain and other.is_plain):
            return False
        mine, others = self.document.cells, other.document.cells
        return len(mine) == len(others) and all(a.key == b.key for a, b in zip(mine, others, strict=True))

    def uri(self, cell: int) -> str:
        """The URI of the text that a cell is."""
        return self.document.cells[cell].key if self.document.notebook else self.document.uri

    def cell(self, uri: str) -> int | None:
        """The cell behind a URI; None where it is no code cell of this document."""
        if not self.document.notebook:
            return 0 if uri == self.document.uri else None
        return next((index for index, cell in enumerate(self.document.cells) if cell.key == uri), None)

    def range(self, place: Place) -> types.Range:
        """A place as the client counts."""
        return types.Range(
            self._outward(place.cell, place.line, place.column),
            self._outward(place.cell, place.end_line, place.end_column),
        )

    def plain_range(self, place: Place) -> dict[str, dict[str, int]]:
        """The same as plain JSON."""
        if self.is_plain:
            return {
                "start": {"line": place.line, "character": place.column},
                "end": {"line": place.end_line, "character": place.end_column},
            }
        range_ = self.range(place)
        return {
            "start": {"line": range_.start.line, "character": range_.start.character},
            "end": {"line": range_.end.line, "character": range_.end.character},
        }

    def place(self, uri: str, range_: types.Range) -> Place | None:
        """A range of the client as a place, clamped past the ends; None where the URI is none of ours."""
        cell = self.cell(uri)
        if cell is None:
            return None
        return Place(cell, *self._inward(cell, range_.start), *self._inward(cell, range_.end))

    def _line(self, cell: int, line: int) -> str:
        lines = self._lines.get(cell)
        if lines is None:
            lines = self._lines[cell] = self.document.cells[cell].text.split("\n")
        return lines[line] if line < len(lines) else ""

    def _outward(self, cell: int, line: int, column: int) -> types.Position:
        if not self.document.cells[cell].text.isascii():
            column = to_client(self._line(cell, line), column, self.encoding)
        if line == 0 and self.uri(cell) in self.marks:
            column += _mark_width(self.encoding)
        return types.Position(line, column)

    def _inward(self, cell: int, position: types.Position) -> tuple[int, int]:
        line, column = position.line, position.character
        if line == 0 and self.uri(cell) in self.marks:
            column = max(column - _mark_width(self.encoding), 0)
        content = self._line(cell, line)
        if content.isascii():
            return line, min(column, len(content))
        return line, from_client(content, column, self.encoding)


def _mark_width(encoding: Encoding) -> int:
    return 3 if encoding == "utf-8" else 1
