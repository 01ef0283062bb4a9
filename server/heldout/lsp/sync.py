"""Keeping up with the editor: opening, editing, saving and closing of scripts and notebooks."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from lsprotocol import types

from heldout.lsp.documents import OpenText
from heldout.lsp.notebooks import OpenNotebook

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer
    from heldout.lsp.session import Session

log = logging.getLogger(__name__)


def register(server: HeldoutServer) -> None:
    """Register the notifications of this file."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        session.opened(OpenText.opened(params.text_document))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        uri, version = params.text_document.uri, params.text_document.version
        source = session.sources.get(uri)
        if not isinstance(source, OpenText):
            log.warning("%s was changed but is not open; ignored.", uri)
        elif not source.apply(params.content_changes, version, session.client.encoding):
            log.warning("%s: version %d came after %d; ignored.", uri, version, source.version)
        else:
            _typed(session, source)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        _saved(session, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        source = session.sources.get(params.text_document.uri)
        if isinstance(source, OpenText):
            session.closed(source)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def notebook_did_open(params: types.DidOpenNotebookDocumentParams) -> None:
        notebook = OpenNotebook.opened(params)
        _own(session, notebook)
        session.opened(notebook)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def notebook_did_change(params: types.DidChangeNotebookDocumentParams) -> None:
        uri = params.notebook_document.uri
        notebook = session.sources.get(uri)
        if not isinstance(notebook, OpenNotebook):
            log.warning("%s was changed but is not open; ignored.", uri)
            return
        for sentence in notebook.apply(params, session.client.encoding):
            log.warning("%s", sentence)
        _own(session, notebook)
        _typed(session, notebook)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
    def notebook_did_save(params: types.DidSaveNotebookDocumentParams) -> None:
        _saved(session, params.notebook_document.uri)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def notebook_did_close(params: types.DidCloseNotebookDocumentParams) -> None:
        notebook = session.sources.get(params.notebook_document.uri)
        if isinstance(notebook, OpenNotebook):
            notebook.texts.clear()
            session.closed(notebook)
            _own(session, notebook)


def _own(session: Session, notebook: OpenNotebook) -> None:
    """Note which cells belong to the notebook now; a cell's URI is a key and says nothing itself."""
    for cell in [cell for cell, owner in session.owners.items() if owner == notebook.uri]:
        if cell not in notebook.texts:
            del session.owners[cell]
    for cell in notebook.texts:
        session.owners[cell] = notebook.uri


def _typed(session: Session, source: OpenText | OpenNotebook) -> None:
    if session.editor.run == "onType":
        session.analyse(source)


def _saved(session: Session, uri: str) -> None:
    """On saving, the files of the project are looked at again too: not every client can watch them for us."""
    session.refresh()
    source = session.sources.get(uri)
    if source is not None and session.editor.run == "onSave":
        session.analyse(source)
