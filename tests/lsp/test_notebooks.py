"""Notebooks as the editor changes them: cells come, go, move and are edited, and the URIs mean nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from heldout.lsp.notebooks import OpenNotebook

NOTEBOOK = "file:///n.ipynb"


def cell(uri: str, kind: int = 2) -> types.NotebookCell:
    return types.NotebookCell(types.NotebookCellKind(kind), uri)


def item(uri: str, text: str, language: str = "python") -> types.TextDocumentItem:
    return types.TextDocumentItem(uri, language, 1, text)


def opened(*cells: tuple[str, str, str]) -> OpenNotebook:
    """Cells as (uri, language, text); those in Markdown are no code."""
    listed = [cell(uri, 1 if language == "markdown" else 2) for uri, language, _ in cells]
    texts = [item(uri, text, language) for uri, language, text in cells]
    document = types.NotebookDocument(NOTEBOOK, "jupyter-notebook", 1, listed)
    return OpenNotebook.opened(types.DidOpenNotebookDocumentParams(document, texts))


def changed(notebook: OpenNotebook, version: int | None = None, **cells: Any) -> list[str]:
    identifier = types.VersionedNotebookDocumentIdentifier(
        notebook.version + 1 if version is None else version, NOTEBOOK
    )
    changes = types.NotebookDocumentCellChanges(**cells)
    event = types.NotebookDocumentChangeEvent(cells=changes)
    return notebook.apply(types.DidChangeNotebookDocumentParams(identifier, event), "utf-16")


def structure(
    start: int, deleted: int, *new: types.NotebookCell, **texts: Any
) -> types.NotebookDocumentCellChangeStructure:
    return types.NotebookDocumentCellChangeStructure(types.NotebookCellArrayChange(start, deleted, list(new)), **texts)


def code(notebook: OpenNotebook) -> list[tuple[str, int | None]]:
    return [(one.text, one.number) for one in notebook.document().cells]


def test_only_python_cells_are_code_but_all_are_counted() -> None:
    notebook = opened(
        ("a", "markdown", "# Title"), ("b", "python", "x = 1"), ("c", "r", "y <- 2"), ("d", "python", "z")
    )
    assert code(notebook) == [("x = 1", 2), ("z", 4)]


def test_a_cell_is_inserted_and_another_deleted() -> None:
    notebook = opened(("a", "python", "1"), ("b", "python", "2"))
    assert changed(notebook, structure=structure(1, 1, cell("c"), did_open=[item("c", "3")], did_close=[])) == []
    assert code(notebook) == [("1", 1), ("3", 2)]


def test_a_cell_that_moves_keeps_its_text() -> None:
    notebook = opened(("a", "python", "1"), ("b", "python", "2"))
    changed(notebook, structure=structure(0, 2, cell("b"), cell("a")))
    assert code(notebook) == [("2", 1), ("1", 2)]


def test_a_cell_is_edited() -> None:
    notebook = opened(("a", "python", "x"))
    span = types.Range(types.Position(0, 1), types.Position(0, 1))
    edit = types.TextDocumentContentChangePartial(span, " = 1")
    content = types.NotebookDocumentCellContentChanges(types.VersionedTextDocumentIdentifier(2, "a"), [edit])
    assert changed(notebook, text_content=[content]) == []
    assert code(notebook) == [("x = 1", 1)]
    assert notebook.versions() == {"a": 2}


def test_a_cell_can_turn_into_markdown() -> None:
    notebook = opened(("a", "python", "x"))
    changed(notebook, data=[cell("a", 1)])
    assert code(notebook) == []


def test_what_makes_no_sense_is_said_and_left_out() -> None:
    notebook = opened(("a", "python", "x"))
    strange = types.NotebookDocumentCellContentChanges(types.VersionedTextDocumentIdentifier(2, "nowhere"), [])
    assert ["is not open" in line for line in changed(notebook, text_content=[strange])] == [True]
    assert ["is not in the notebook" in line for line in changed(notebook, data=[cell("nowhere")])] == [True]
    assert ["came after" in line for line in changed(notebook, version=0)] == [True]
    changed(notebook, structure=structure(99, 99))
    assert code(notebook) == [("x", 1)]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)), max_size=8))
def test_any_inserting_and_deleting_equals_a_list(steps: list[tuple[int, int, int]]) -> None:
    notebook, model, fresh = opened(("0", "python", "0")), ["0"], 0
    for start, deleted, inserted in steps:
        start = min(start, len(model))
        gone = model[start : start + deleted]
        names = [str(fresh := fresh + 1) for _ in range(inserted)]
        model[start : start + deleted] = names
        changed(
            notebook,
            structure=structure(
                start,
                deleted,
                *map(cell, names),
                did_open=[item(name, name) for name in names],
                did_close=[types.TextDocumentIdentifier(name) for name in gone],
            ),
        )
    assert code(notebook) == [(name, number) for number, name in enumerate(model, 1)]
    assert set(notebook.texts) == set(model)
