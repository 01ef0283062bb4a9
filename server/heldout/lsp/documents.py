"""Documents that the editor holds open, and how its changes act on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import define, field
from lsprotocol import types
from pygls.uris import to_fs_path

from heldout.source.document import Cell, Document
from heldout.source.encoding import Encoding, from_client

_ENDING = re.compile(r"\r\n|\r|\n")


def path_of(uri: str) -> str | None:
    """The path behind a `file:` URI. Every other URI is an opaque key (a cell's may look like a path and is none)."""
    if not uri.startswith("file:"):
        return None
    try:
        return to_fs_path(uri)
    except (ValueError, IndexError):
        return None


def split_lines(text: str) -> list[str]:
    """The lines with their endings, cut where the protocol cuts (\\n, \\r\\n, \\r); the last one has none."""
    if "\r" not in text:
        lines = [line + "\n" for line in text.split("\n")]
        lines[-1] = lines[-1][:-1]
        return lines
    starts = [0, *(found.end() for found in _ENDING.finditer(text))]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


@define(eq=False)
class OpenText:
    """One text as the editor has it: a script, or a cell of a notebook.

    Versions only grow: a change with an older or equal one came out of order and is refused.
    """

    uri: str
    language: str
    version: int
    lines: list[str]
    revision: int = 0
    _text: str | None = field(default=None, init=False)

    @classmethod
    def opened(cls, item: types.TextDocumentItem) -> OpenText:
        """The text as `didOpen` brought it."""
        return cls(item.uri, item.language_id, item.version, split_lines(item.text))

    @property
    def is_python(self) -> bool:
        return self.language == "python"

    @property
    def text(self) -> str:
        """The text with "\\n" for every line ending and without a byte order mark."""
        if self._text is None:
            text = "".join(self.lines)
            if "\r" in text:
                text = _ENDING.sub("\n", text)
            self._text = text.removeprefix("\ufeff")
        return self._text

    @property
    def marked(self) -> bool:
        """Whether the client left a byte order mark in the text, which it counts in the columns of the first line."""
        return self.lines[0].startswith("\ufeff")

    def apply(self, changes: Iterable[types.TextDocumentContentChangeEvent], version: int, encoding: Encoding) -> bool:
        """Apply the changes of one notification in their order; False (and nothing done) if it came out of order."""
        if version <= self.version:
            return False
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                self._replace(change.range, change.text, encoding)
            else:
                self.lines = split_lines(change.text)
        self.version = version
        self.revision += 1
        self._text = None
        return True

    def _replace(self, range_: types.Range, text: str, encoding: Encoding) -> None:
        lines = self.lines
        first, last = sorted((self._clamped(range_.start, encoding), self._clamped(range_.end, encoding)))
        start, end = first[0], last[0]
        merged = lines[start][: first[1]] + text + lines[end][last[1] :]
        # A carriage return and a line feed that come together are one ending.
        if merged.startswith("\n") and start and lines[start - 1].endswith("\r"):
            start -= 1
            merged = lines[start] + merged
        if merged.endswith("\r") and end + 1 < len(lines):
            end += 1
            merged += lines[end]
        new = split_lines(merged)
        if end + 1 < len(lines):
            new.pop()  # what follows the last ending is the next line, which is there already
        lines[start : end + 1] = new

    def _clamped(self, position: types.Position, encoding: Encoding) -> tuple[int, int]:
        """Line and column (code points) of a client's position; past the end means at the end."""
        if position.line >= len(self.lines):
            line = len(self.lines) - 1
            return line, len(self.lines[line])
        content = self.lines[position.line].rstrip("\r\n")
        if content.isascii():
            return position.line, min(position.character, len(content))
        return position.line, from_client(content, position.character, encoding)

    def document(self) -> Document:
        """What is analysed."""
        return Document(self.uri, (Cell("", self.text),), path_of(self.uri))

    def versions(self) -> Mapping[str, int]:
        """The version of each text that findings may lie in, by URI."""
        return {self.uri: self.version}

    def marks(self) -> frozenset[str]:
        """The URIs of the texts with a byte order mark."""
        return frozenset({self.uri} if self.marked else ())
