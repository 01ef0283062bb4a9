"""From the bytes of a file to a document, and back after its cells were edited."""

from __future__ import annotations

from heldout.source.document import Cell, Document
from heldout.source.notebook import read_cells, write_cells
from heldout.source.text import SourceError, Text, decode, encode, encode_raw, lf, with_line_endings_of

__all__ = ["SourceError", "Text", "decode", "encode", "read_document", "write_document"]


def read_document(data: bytes, path: str, uri: str) -> Document:
    """A script or, when `path` ends in ".ipynb", a notebook; raises SourceError with one sentence for the user."""
    if path.lower().endswith(".ipynb"):
        return Document(uri, read_cells(data), path, notebook=True)
    return Document(uri, (Cell("", decode(data).text),), path)


def write_document(data: bytes, document: Document) -> bytes:
    """`data`, from which `document` was read, with the cells that changed since put back; raises SourceError."""
    if document.notebook:
        return write_cells(data, document.cells)
    before = decode(data)
    text = document.cells[0].text if document.cells else ""
    if text == before.text:
        return data
    raw = data.decode("utf-8-sig" if before.bom else before.encoding)
    if lf(raw) != before.text:  # a codec that does not read the same twice
        return encode(Text(text, before.newline, before.encoding, before.bom))
    return encode_raw(with_line_endings_of(raw, text), before)
