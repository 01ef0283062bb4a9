"""Coordinates at the border, and the edits that go out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from heldout.fixes.apply import apply_edits
from heldout.lsp.border import Border
from heldout.lsp.edits import difference
from heldout.source.document import Cell, Document
from heldout.source.encoding import Encoding
from heldout.source.place import Place

SCRIPT = "file:///x.py"
LINES = st.lists(st.text(alphabet="ab é𝒳", max_size=3), min_size=1, max_size=8)


def script(text: str) -> Document:
    return Document(SCRIPT, (Cell("", text),))


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 9), ("utf-16", 7), ("utf-32", 6)])
def test_the_quote_after_an_astral_character(encoding: Encoding, column: int) -> None:
    border = Border(script("x = '𝒳'"), encoding)
    range_ = border.range(Place(0, 0, 6, 0, 7))
    assert range_ == types.Range(types.Position(0, column), types.Position(0, column + 1))
    assert border.place(SCRIPT, range_) == Place(0, 0, 6, 0, 7)


@given(LINES, st.sampled_from(["utf-8", "utf-16", "utf-32"]), st.booleans(), st.data())
def test_out_and_in_again_is_the_same_place(
    lines: list[str], encoding: Encoding, marked: bool, data: st.DataObject
) -> None:
    line = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[line])))
    place = Place(0, line, column, line, len(lines[line]))
    border = Border(script("\n".join(lines)), encoding, frozenset([SCRIPT] if marked else ()))
    assert border.place(SCRIPT, border.range(place)) == place
    plain = border.plain_range(place)
    assert plain["start"] == {"line": line, "character": border.range(place).start.character}


def test_cells_are_found_by_their_uri_alone() -> None:
    uris = ("vscode-notebook-cell://host:1/x.ipynb#W1", "vscode-notebook-cell://host:1/x.ipynb#W2")
    border = Border(Document("file:///x.ipynb", tuple(Cell(uri, "a = 1") for uri in uris), notebook=True), "utf-16")
    position = types.Position(0, 2)
    assert border.place(uris[1], types.Range(position, position)) == Place(1, 0, 2, 0, 2)
    assert border.place("vscode-notebook-cell:/x.ipynb#W2", types.Range(position, position)) is None
    assert border.uri(1) == uris[1]


@given(LINES, LINES)
def test_the_difference_turns_one_text_into_the_other(old: list[str], new: list[str]) -> None:
    before, after = script("\n".join(old)), script("\n".join(new))
    assert apply_edits(before, difference(before, after)) == after


def test_the_difference_touches_only_what_changed() -> None:
    before, after = script("a\nb\nc\nd"), script("a\nB\nc\nd")
    assert [edit.place for edit in difference(before, after)] == [Place(0, 1, 0, 2, 0)]
