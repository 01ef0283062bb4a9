"""What the editor's changes do to a text: exactly what they do in the editor."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from heldout.lsp.documents import OpenText, path_of, split_lines
from heldout.source.encoding import Encoding

TEXT = st.text(alphabet="ab \r\n\x0c\u2028é𝒳", max_size=12)
ENDING = re.compile(r"\r\n|\r|\n")


def opened(text: str) -> OpenText:
    return OpenText.opened(types.TextDocumentItem("file:///x.py", "python", 1, text))


def change(line: int, column: int, end_line: int, end_column: int, text: str) -> types.TextDocumentContentChangePartial:
    span = types.Range(types.Position(line, column), types.Position(end_line, end_column))
    return types.TextDocumentContentChangePartial(span, text)


def edit(document: OpenText, *changes: types.TextDocumentContentChangeEvent, encoding: Encoding = "utf-16") -> str:
    assert document.apply(changes, document.version + 1, encoding)
    return document.text


def test_two_edits_in_one_change_act_one_after_the_other() -> None:
    assert edit(opened("ab"), change(0, 1, 0, 1, "XY"), change(0, 3, 0, 3, "!")) == "aXY!b"


def test_a_whole_text_replaces_everything() -> None:
    assert edit(opened("old\n"), types.TextDocumentContentChangeWholeDocument("new\n")) == "new\n"


def test_positions_past_the_end_mean_the_end() -> None:
    assert edit(opened("a\nb"), change(0, 99, 0, 99, "!")) == "a!\nb"
    assert edit(opened("a\nb"), change(9, 9, 9, 9, "!")) == "a\nb!"
    assert edit(opened(""), change(3, 3, 4, 4, "x")) == "x"


def test_a_range_that_runs_backwards_is_the_range() -> None:
    assert edit(opened("abcd"), change(0, 3, 0, 1, "-")) == "a-d"


def test_versions_out_of_order_change_nothing() -> None:
    document = opened("a")
    assert document.apply([change(0, 0, 0, 0, "x")], 5, "utf-16")
    assert not document.apply([change(0, 0, 0, 0, "y")], 5, "utf-16")
    assert not document.apply([change(0, 0, 0, 0, "y")], 4, "utf-16")
    assert document.text == "xa"


def test_every_line_ending_becomes_a_line_feed_but_form_feeds_stay() -> None:
    assert opened("a\r\nb\rc\x0cd\u2028e\n").text == "a\nb\nc\x0cd\u2028e\n"


def test_columns_are_counted_in_the_clients_units() -> None:
    assert edit(opened("x = '𝒳'"), change(0, 7, 0, 7, "!"), encoding="utf-16") == "x = '𝒳!'"
    assert edit(opened("x = '𝒳'"), change(0, 9, 0, 9, "!"), encoding="utf-8") == "x = '𝒳!'"
    assert edit(opened("x = '𝒳'"), change(0, 6, 0, 6, "!"), encoding="utf-32") == "x = '𝒳!'"


def test_a_byte_order_mark_counts_for_the_client_but_is_not_analysed() -> None:
    document = opened("\ufeffimport os")
    assert document.text == "import os"
    assert edit(document, change(0, 10, 0, 10, "2")) == "import os2"
    assert document.marks() == {"file:///x.py"}


@given(TEXT, st.lists(st.tuples(*[st.integers(0, 6)] * 4, TEXT), max_size=5))
def test_any_edits_equal_cutting_the_whole_text(text: str, edits: list[tuple[int, int, int, int, str]]) -> None:
    document = opened(text)
    for line, column, end_line, end_column, new in edits:
        first, last = sorted((offset(text, line, column), offset(text, end_line, end_column)))
        text = text[:first] + new + text[last:]
        edit(document, change(line, column, end_line, end_column, new), encoding="utf-32")
        assert "".join(document.lines) == text
        assert document.lines == split_lines(text)


def offset(text: str, line: int, column: int) -> int:
    """The slow and obvious way from a position to an offset."""
    starts = [0, *(found.end() for found in ENDING.finditer(text))]
    if line >= len(starts):
        return len(text)
    content = ENDING.split(text[starts[line] :])[0]
    return starts[line] + min(column, len(content))


def test_only_file_uris_have_a_path() -> None:
    assert path_of("file:///home/a/x.py") == "/home/a/x.py"
    assert path_of("vscode-notebook-cell://127.0.0.1:8080/home/a/x.ipynb#W2sZmlsZQ==") is None
    assert path_of("untitled:Untitled-1") is None
    assert path_of("") is None
