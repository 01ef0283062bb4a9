"""Columns in the units of editors: nothing is lost on the way there and back, and nothing lies past the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heldout.source.document import Cell, Document
from heldout.source.encoding import (
    Encoding,
    from_client,
    place_from_client,
    place_to_client,
    position_from_client,
    to_client,
)
from heldout.source.place import Place
from heldout.syntax.program import update

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
encodings = st.sampled_from(ENCODINGS)
characters = st.sampled_from(list("ab é\u0301한🙂🏳\ufe0f\u200d🌈"))
texts = st.text(characters | st.characters(exclude_characters="\r\n"), max_size=20)


@pytest.mark.parametrize(
    ("encoding", "columns"), [("utf-8", [0, 1, 3, 7, 8]), ("utf-16", [0, 1, 2, 4, 5]), ("utf-32", [0, 1, 2, 3, 4])]
)
def test_columns_of_a_line(encoding: Encoding, columns: list[int]) -> None:
    assert [to_client("aé🙂b", column, encoding) for column in range(5)] == columns


def test_the_middle_of_a_character_is_its_start() -> None:
    assert from_client("a🙂b", 2, "utf-16") == 1
    assert from_client("a🙂b", 4, "utf-8") == 1


@given(texts, encodings)
def test_there_and_back(text: str, encoding: Encoding) -> None:
    for column in range(len(text) + 1):
        assert from_client(text, to_client(text, column, encoding), encoding) == column
    units = {"utf-8": len(text.encode()), "utf-16": len(text.encode("utf-16-le")) // 2, "utf-32": len(text)}
    assert to_client(text, len(text), encoding) == units[encoding]


@given(texts, st.integers(-3, 100), encodings)
def test_past_the_end_is_the_end(text: str, column: int, encoding: Encoding) -> None:
    assert 0 <= from_client(text, column, encoding) <= len(text)
    assert 0 <= to_client(text, column, encoding) <= to_client(text, len(text), encoding)


@given(st.lists(texts, min_size=1), st.integers(-1, 30), st.integers(-1, 100), encodings)
def test_a_position_is_always_in_the_text(lines: list[str], line: int, character: int, encoding: Encoding) -> None:
    row, column = position_from_client(lines, line, character, encoding)
    assert 0 <= row < len(lines)
    assert 0 <= column <= len(lines[row])


statements = st.tuples(
    st.sampled_from(["x", "y"]), texts.filter(lambda t: "'" not in t and "\\" not in t and t.isprintable())
)
cells = st.lists(statements, min_size=1, max_size=4)
changes = st.one_of(
    st.tuples(st.just("insert"), st.integers(0, 5), cells),
    st.tuples(st.just("edit"), st.integers(0, 5), cells),
    st.tuples(st.just("move"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("delete"), st.integers(0, 5), st.just(0)),
)


@given(st.lists(cells, min_size=1, max_size=4), st.lists(changes, max_size=6), encodings)
def test_a_place_of_a_notebook_is_where_the_client_finds_the_statement(
    start: list[list[tuple[str, str]]], steps: list[tuple[str, int, object]], encoding: Encoding
) -> None:
    """Whatever happens to cells: the range that is sent, cut out of the cell as the client counts, is the statement."""
    codecs = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
    codec, unit = codecs[encoding]
    notebook: list[tuple[str, list[str]]] = [(f"c{i}", _lines(cell)) for i, cell in enumerate(start)]
    program = update(None, _document(notebook))
    for count, (kind, where, what) in enumerate(steps):
        at = where % len(notebook) if notebook else 0
        if kind == "insert":
            notebook.insert(at, (f"new{count}", _lines(what)))
        elif kind == "edit" and notebook:
            notebook[at] = (notebook[at][0], _lines(what))
        elif kind == "move" and notebook:
            assert isinstance(what, int)
            notebook.insert(what % len(notebook), notebook.pop(at))
        elif kind == "delete" and notebook:
            del notebook[at]
        program = update(program, _document(notebook))
    expected = [(index, line) for index, (_, lines) in enumerate(notebook) for line in lines]
    found = []
    for item in program.units():
        place = program.place(item.leaf, item.body[0].at)
        lines = notebook[place.cell][1]
        line, column, end_line, end_column = place_to_client(lines, place, encoding)
        assert line == end_line
        shown = lines[line].encode(codec)[column * unit : end_column * unit].decode(codec)
        found.append((place.cell, shown))
        assert place_from_client(lines, place.cell, (line, column, end_line, end_column), encoding) == place
    assert found == expected


def test_a_place_past_the_end_is_the_end() -> None:
    assert place_to_client(["ab", "🙂"], Place(0, 1, 5, 9, 9), "utf-16") == (1, 2, 1, 2)
    assert place_to_client([], Place(0, 1, 5, 9, 9), "utf-16") == (0, 0, 0, 0)


def _lines(cell: object) -> list[str]:
    assert isinstance(cell, list)
    return [f"{name} = '{text}'" for name, text in cell]


def _document(notebook: list[tuple[str, list[str]]]) -> Document:
    made = tuple(Cell(key, "\n".join(lines)) for key, lines in notebook)
    return Document("file:///a.ipynb", made, "a.ipynb", notebook=True)
