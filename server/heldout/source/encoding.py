"""Columns between code points, in which everything here counts, and the units of an editor (UTF-8, UTF-16 or UTF-32)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from heldout.source.place import Place

Encoding = Literal["utf-8", "utf-16", "utf-32"]


def to_client(line_text: str, column: int, encoding: Encoding) -> int:
    """Code points → the client's units. A column past the end of the line is its end."""
    if encoding == "utf-32" or line_text.isascii():
        return max(0, min(column, len(line_text)))
    return width(line_text[: max(0, column)], encoding)


def from_client(line_text: str, column: int, encoding: Encoding) -> int:
    """The client's units → code points. Past the end is the end; in the middle of a character is its start."""
    if encoding == "utf-32" or line_text.isascii():
        return max(0, min(column, len(line_text)))
    units = 0
    for at, character in enumerate(line_text):
        units += width(character, encoding)
        if units > column:
            return at
    return len(line_text)


def width(text: str, encoding: Encoding) -> int:
    """How many units of the client a text takes."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(1 for character in text if character > "\uffff")


def place_to_client(lines: Sequence[str], place: Place, encoding: Encoding) -> tuple[int, int, int, int]:
    """A place as the client's (line, character, end line, end character); `lines` are those of the place's cell.

    What lies past the end of a line is its end, what lies past the last line is the end of the text.
    """
    line, column = _clamp(lines, place.line, place.column)
    end_line, end_column = _clamp(lines, place.end_line, place.end_column)
    return (
        line,
        to_client(lines[line] if lines else "", column, encoding),
        end_line,
        to_client(lines[end_line] if lines else "", end_column, encoding),
    )


def place_from_client(lines: Sequence[str], cell: int, span: tuple[int, int, int, int], encoding: Encoding) -> Place:
    """The inverse: a client's range in a cell as a place, clamped in the same way."""
    line, column = position_from_client(lines, span[0], span[1], encoding)
    end_line, end_column = position_from_client(lines, span[2], span[3], encoding)
    return Place(cell, line, column, end_line, end_column)


def position_from_client(lines: Sequence[str], line: int, character: int, encoding: Encoding) -> tuple[int, int]:
    """A client's position as (line, column in code points), clamped to the text."""
    if line < 0 or not lines:
        return 0, 0
    if line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return line, from_client(lines[line], character, encoding)


def _clamp(lines: Sequence[str], line: int, column: int) -> tuple[int, int]:
    if line < 0 or not lines:
        return 0, 0
    if line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return line, column
