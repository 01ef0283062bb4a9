"""Leaves: pieces of text that are parsed at once. Equal texts are parsed once, in all documents together."""

from __future__ import annotations

from functools import lru_cache

from attrs import define

from heldout.syntax import ir, lower, positions
from heldout.syntax.lower import Parsed
from heldout.syntax.numbers import Places, carried_on, counted, number
from heldout.syntax.positions import LeafTree

Span = tuple[int, int, int, int]


@define(eq=False)
class Leaf:
    """One piece of text and what it was lowered to.

    A leaf that does not parse keeps the statements of the one it took the place of (and `good` is that one's text). The
    text of a skeleton is not contiguous in the document: `segments` says which of its rows stand where.
    """

    id: int
    text: str
    indent: str
    body: ir.Suite
    good: str | None  # the text that `body` comes from; None when nothing was ever understood
    places: Places | None = None  # of the blocks of `body`'s numbers
    blocks: int = 0  # how many these are
    segments: tuple[tuple[int, int], ...] = ((0, 0),)  # (row of the text, row below the leaf's first one), ascending

    @property
    def broken(self) -> bool:
        """Whether the text as it stands does not parse."""
        return self.good != self.text

    def span(self, at: int) -> Span | None:
        """Rows relative to the first row of the leaf in the document, columns as they are there."""
        if self.good is None:
            return None
        spans = _spans(self.good, self.indent)
        count = counted(at, self.places)
        span = spans.get(number(count)) if count >= 0 else None
        if span is None:
            return None
        row, column, end_row, end_column = span
        return self._row(row), column, self._row(end_row), end_column

    def tree(self) -> LeafTree | None:
        """The libcst tree of `good`, read again: only fixes need it."""
        if self.good is None:
            return None
        tree = positions.read_leaf(self.good, self.indent)
        if tree is not None:
            tree.row, tree.places = self._row, self.places
        return tree

    def _row(self, row: int) -> int:
        for start, real in reversed(self.segments):
            if row >= start:
                return real + row - start
        return row


@lru_cache(maxsize=4096)
def parse(text: str, indent: str) -> Parsed | None:
    """`lower.parse`, each text once."""
    return lower.parse(text, indent)


@lru_cache(maxsize=256)
def _spans(text: str, indent: str) -> dict[int, Span]:
    return positions.spans(text, indent)


def make_leaf(id: int, text: str, indent: str, hopeless: bool, old: Leaf | None) -> Leaf:
    """Read a text; what is hopeless is not given to the parser."""
    if old is not None and old.good == text and old.indent == indent:
        return Leaf(id, text, indent, old.body, text, old.places, old.blocks)
    parsed = None if hopeless else parse(text, indent)
    if parsed is not None:
        # While white space or a comment is typed the code stays the very same object, and nothing runs again.
        if old is None or old.good is None:
            return Leaf(id, text, indent, parsed.body, text, None, parsed.blocks)
        body, places = carried_on(old.body, old.places, parsed.body, parsed.blocks, old.blocks)
        return Leaf(id, text, indent, body, text, places, parsed.blocks)
    if old is not None:
        return Leaf(id, text, indent, old.body, old.good, old.places, old.blocks)
    return Leaf(id, text, indent, (), None)
