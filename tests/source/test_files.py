"""Files as they really are: encodings, line endings, and notebooks of every age and in every state."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from heldout.source.document import Document
from heldout.source.files import SourceError, decode, encode, read_document, write_document


def read(data: bytes, path: str = "a.py") -> Document:
    return read_document(data, path, f"file:///{path}")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"x = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1\r\ny\r\n", "x = 1\ny\n"),
        (b"x\ry\r", "x\ny\n"),
        ("# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"), "# -*- coding: latin-1 -*-\nx = 'é'\n"),
        ("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n€".encode("cp1252"), "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n€"),
        (b"x = '\x00'\n", "x = '\x00'\n"),
        (b"a = '\x0c\xc2\x85\xe2\x80\xa8'\n", "a = '\x0c\x85\u2028'\n"),
        (b"", ""),
    ],
)  # fmt: skip
def test_text_is_read_as_python_reads_it_and_written_back_as_it_was(data: bytes, text: str) -> None:
    assert decode(data).text == text
    assert encode(decode(data)) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x = 1\ny = '\xe9'\n", "Line 2 holds the byte 0xe9, which is no UTF-8, and no coding line says what else."),
        (b"# coding: klingon\n", "The coding line names 'klingon', an encoding that Python does not know."),
        (b"# coding: hex\n", "The coding line names 'hex', which is no encoding of text."),
        ("x".encode("utf-16"), "The file is UTF-16, which Python does not read; save it as UTF-8."),
    ],
)
def test_what_is_no_text_is_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(SourceError) as error:
        decode(data)
    assert str(error.value) == message


def test_a_coding_line_below_code_is_none() -> None:
    assert decode("x = 1\n# coding: latin-1\n'é'".encode()).encoding == "utf-8"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\r\nb\r\n", b"a\r\nnew\r\nb\r\n"),
        (b"a\nb\r\n", b"a\nnew\nb\r\n"),
        (b"\xef\xbb\xbfa\nb\n", b"\xef\xbb\xbfa\nnew\nb\n"),
    ],
)
def test_an_edit_keeps_the_line_endings_of_the_other_lines(before: bytes, after: bytes) -> None:
    document = read(before)
    edited = evolve(document, cells=(evolve(document.cells[0], text="a\nnew\nb\n"),))
    assert write_document(before, edited) == after


def test_a_character_that_the_encoding_lacks_is_one_sentence() -> None:
    data = b"# coding: latin-1\n"
    document = read(data)
    with pytest.raises(SourceError, match="cannot be written in iso8859-1"):
        write_document(data, evolve(document, cells=(evolve(document.cells[0], text="# coding: latin-1\n€"),)))


# ── notebooks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def code(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source, **more}


def dumped(*cells: Any, indent: int | None = 1, ascii_only: bool = False, **more: Any) -> bytes:
    notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    return (json.dumps(notebook, indent=indent, ensure_ascii=ascii_only) + "\n").encode()


MARKDOWN = {"cell_type": "markdown", "metadata": {}, "source": ["# Churn"]}


def test_code_cells_are_counted_as_the_user_counts_them() -> None:
    data = dumped(MARKDOWN, code(["x = 1\n", "y"], id="abc", execution_count=7), code("z\r\nw"))
    cells = read(data, "a.ipynb").cells
    assert [(c.key, c.text, c.number, c.execution_count) for c in cells] == [
        ("abc", "x = 1\ny", 2, 7),
        ("2", "z\nw", 3, None),
    ]


def test_nbformat_3_has_worksheets() -> None:
    cell = {"cell_type": "code", "language": "python", "input": ["x = 1"], "prompt_number": 3, "outputs": []}
    data = json.dumps({"worksheets": [{"cells": [MARKDOWN, cell]}], "nbformat": 3, "metadata": {}}, indent=1).encode()
    document = read(data, "old.ipynb")
    assert [(c.text, c.number, c.execution_count) for c in document.cells] == [("x = 1", 2, 3)]
    edited = evolve(document, cells=(evolve(document.cells[0], text="x = 2"),))
    assert write_document(data, edited) == data.replace(b"x = 1", b"x = 2")


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"language": "R", "name": "ir"}},
        {"language_info": {"name": "julia"}},
    ],
)
def test_a_notebook_in_another_language_has_no_cells(metadata: dict[str, Any]) -> None:
    assert read(dumped(code("x <- 1"), metadata=metadata), "a.ipynb").cells == ()
    assert len(read(dumped(code("x = 1"), metadata={"kernelspec": {"language": "python"}}), "a.ipynb").cells) == 1


def test_a_cell_in_another_language_is_left_out() -> None:
    sql = code("select 1", metadata={"vscode": {"languageId": "sql"}})
    assert [c.number for c in read(dumped(sql, code("x")), "a.ipynb").cells] == [2]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (dumped(code("x = 1"))[:-40], "no valid JSON"),
        (b"not json", "no valid JSON"),
        (b"", "empty"),
        (b"[1, 2]", "holds no object"),
        (b'{"a": "\xe9"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as error:
        read(data, "a.ipynb")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "notebook", [{}, {"cells": None}, {"cells": [None, 3, {"cell_type": "code", "source": 3}]}, {"worksheets": [None]}]
)
def test_odd_notebooks_have_what_can_be_read(notebook: dict[str, Any]) -> None:
    document = read(json.dumps(notebook).encode(), "a.ipynb")
    assert all(cell.text == "" for cell in document.cells)


def test_an_output_of_50_megabytes_is_not_looked_at() -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    data = dumped(code("x = 1", outputs=[output]), code("y = 2"))
    document = read(data, "a.ipynb")
    edited = evolve(document, cells=(document.cells[0], evolve(document.cells[1], text="y = 3")))
    assert write_document(data, edited) == data.replace(b"y = 2", b"y = 3")


@pytest.mark.parametrize("indent", [None, 1, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_only_the_source_of_the_edited_cell_changes(indent: int | None, ascii_only: bool) -> None:
    def notebook(*lines: str) -> bytes:
        cells = (MARKDOWN, code(list(lines)), code("é"), code(["é = 2"]))
        return dumped(*cells, indent=indent, ascii_only=ascii_only)

    data = notebook("x = 'é'\n", "y")
    document = read(data, "a.ipynb")
    assert write_document(data, document) == data
    edited = evolve(document, cells=(evolve(document.cells[0], text="x = 'ü'\n\nz"), *document.cells[1:]))
    assert write_document(data, edited) == notebook("x = 'ü'\n", "\n", "z")


sources = st.one_of(st.text(), st.lists(st.text()))


@given(
    st.lists(st.tuples(st.booleans(), sources), max_size=5), st.data(), st.sampled_from([None, 0, 1, 4]), st.booleans()
)
def test_whatever_is_written_is_read_again(
    cells: list[tuple[bool, Any]], draw: st.DataObject, indent: int | None, ascii_only: bool
) -> None:
    made = [code(source) if is_code else {**MARKDOWN, "source": source} for is_code, source in cells]
    data = json.dumps({"metadata": {}, "cells": made}, indent=indent, ensure_ascii=ascii_only).encode()
    document = read(data, "a.ipynb")
    assert write_document(data, document) == data
    texts = st.text().map(lambda text: text.replace("\r", ""))
    edited = evolve(document, cells=tuple(evolve(cell, text=draw.draw(texts)) for cell in document.cells))
    written = write_document(data, edited)
    assert read(written, "a.ipynb") == edited
    before, after = json.loads(data), json.loads(written)
    for cell in before["cells"] + after["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = ""
    assert before == after
