"""A pygls server that does nothing but answer: what the protocol costs alone."""

from __future__ import annotations

import logging

from lsprotocol import types
from pygls.lsp.server import LanguageServer

NOTEBOOKS = types.NotebookDocumentSyncOptions(
    [types.NotebookDocumentFilterWithNotebook(types.NotebookDocumentFilterNotebookType("jupyter-notebook"))]
)
server = LanguageServer("empty", "0", notebook_document_sync=NOTEBOOKS)


def publish(uri: str, version: int | None) -> None:
    """Answer with no diagnostics."""
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, [], version))


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(params: types.DidOpenTextDocumentParams) -> None:
    """A script was opened."""
    publish(params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(params: types.DidChangeTextDocumentParams) -> None:
    """A script was edited."""
    publish(params.text_document.uri, params.text_document.version)


@server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
def notebook_did_open(params: types.DidOpenNotebookDocumentParams) -> None:
    """A notebook was opened."""
    for cell in params.cell_text_documents:
        publish(cell.uri, cell.version)


@server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
def notebook_did_change(params: types.DidChangeNotebookDocumentParams) -> None:
    """Cells were edited."""
    for content in (params.change.cells and params.change.cells.text_content) or ():
        publish(content.document.uri, content.document.version)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    server.start_io()
