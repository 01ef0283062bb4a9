"""Notebooks that the editor holds open: cells in order, each a text of its own, found by their opaque URIs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define
from lsprotocol import types

from heldout.lsp.documents import OpenText, path_of
from heldout.source.document import Cell, Document
from heldout.source.encoding import Encoding


@define(eq=False)
class OpenNotebook:
    """One notebook. `cells` are all of them, as the user counts; `texts` has the text of each by the cell's URI."""

    uri: str
    version: int
    cells: list[types.NotebookCell]
    texts: dict[str, OpenText]
    revision: int = 0

    @classmethod
    def opened(cls, params: types.DidOpenNotebookDocumentParams) -> OpenNotebook:
        """The notebook as `notebookDocument/didOpen` brought it."""
        notebook = params.notebook_document
        texts = {item.uri: OpenText.opened(item) for item in params.cell_text_documents}
        return cls(notebook.uri, notebook.version, list(notebook.cells), texts)

    def apply(self, params: types.DidChangeNotebookDocumentParams, encoding: Encoding) -> list[str]:
        """Apply one notification and return what was odd about it, in sentences for the log.

        The order is the protocol's: the list of cells, then their metadata, then their texts.
        """
        odd: list[str] = []
        if params.notebook_document.version < self.version:
            return [f"{self.uri}: version {params.notebook_document.version} came after {self.version}; ignored"]
        self.version = params.notebook_document.version
        self.revision += 1
        changes = params.change.cells
        if changes is None:
            return odd
        if changes.structure is not None:
            self._restructure(changes.structure)
        for cell in changes.data or ():
            known = [index for index, old in enumerate(self.cells) if old.document == cell.document]
            if not known:
                odd.append(f"{self.uri}: data for a cell that is not in the notebook ({cell.document}); ignored")
            for index in known:
                self.cells[index] = cell
        for content in changes.text_content or ():
            odd += self._edit(content, encoding)
        return odd

    def _restructure(self, structure: types.NotebookDocumentCellChangeStructure) -> None:
        array = structure.array
        start = min(array.start, len(self.cells))
        self.cells[start : start + array.delete_count] = array.cells or []
        # A cell that moves is in neither list: its text stays. One that is replaced may be in both: close, then open.
        for closed in structure.did_close or ():
            self.texts.pop(closed.uri, None)
        for item in structure.did_open or ():
            self.texts[item.uri] = OpenText.opened(item)

    def _edit(self, content: types.NotebookDocumentCellContentChanges, encoding: Encoding) -> Iterable[str]:
        uri, version = content.document.uri, content.document.version
        text = self.texts.get(uri)
        if text is None:
            yield f"{self.uri}: an edit of a cell that is not open ({uri}); ignored"
        elif not text.apply(content.changes, version, encoding):
            yield f"{uri}: version {version} came after {text.version}; ignored"

    def document(self) -> Document:
        """What is analysed: the Python cells in order. The others count for the numbers only."""
        cells = tuple(
            Cell(cell.document, text.text, number, _execution_count(cell))
            for number, cell in enumerate(self.cells, 1)
            if cell.kind == types.NotebookCellKind.Code
            and (text := self.texts.get(cell.document)) is not None
            and text.is_python
        )
        return Document(self.uri, cells, path_of(self.uri), notebook=True)

    def versions(self) -> Mapping[str, int]:
        """The version of each cell's text, by the cell's URI."""
        return {uri: text.version for uri, text in self.texts.items()}

    def marks(self) -> frozenset[str]:
        """The URIs of the cells whose text begins with a byte order mark."""
        return frozenset(uri for uri, text in self.texts.items() if text.marked)


def _execution_count(cell: types.NotebookCell) -> int | None:
    return cell.execution_summary.execution_order if cell.execution_summary else None
