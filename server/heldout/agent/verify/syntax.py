"""A program as Python sees it, in pieces: what an edit left alone is parsed and counted once for both versions."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from typing import Any

from attrs import frozen

from heldout.source import magics
from heldout.source.document import Document

Nodes = Sequence[ast.AST]
What = Callable[[Nodes], Iterator[Any]]
"""What is counted in a piece: a function of the module, so that its counts can be kept."""


@frozen(eq=False)
class Statement:
    """A simple statement, or the head of a compound one. `cell` and lines are those of the version that was first."""

    cell: int
    node: ast.stmt
    text: str


class Piece:
    """A top-level statement (or those of one line), from its first line to that of the next."""

    def __init__(self, cell: int, text: str, body: list[ast.stmt]) -> None:
        self.cell, self.text, self.body = cell, text, body
        self._counts: dict[What, Counter[Any]] = {}

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple([node for statement in self.body for node in ast.walk(statement)])

    def count(self, what: What) -> Counter[Any]:
        known = self._counts.get(what)
        if known is None:
            known = self._counts[what] = Counter(what(self.nodes))
        return known

    @cached_property
    def suites(self) -> tuple[tuple[Statement, ...], ...]:
        """The lists of statements in it, the outermost first."""
        found: list[tuple[Statement, ...]] = []
        waiting = [self.body]
        while waiting:
            body = waiting.pop(0)
            found.append(tuple([Statement(self.cell, node, head(node)) for node in body]))
            waiting += [inner for node in body for inner in bodies(node)]
        return tuple(found)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All its statements as they stand."""
        known = {id(s.node): s for suite in self.suites for s in suite}
        found: list[Statement] = []

        def walk(body: list[ast.stmt]) -> None:
            for node in body:
                found.append(known[id(node)])
                for inner in bodies(node):
                    walk(inner)

        walk(self.body)
        return tuple(found)

    @cached_property
    def comments(self) -> Counter[str]:
        return Counter(_comments(self.text) if "#" in self.text else ())


class Syntax:
    """A document as Python sees it. Cells that do not parse are left out of everything but `broken`."""

    def __init__(self, document: Document, old: Syntax | None = None) -> None:
        """`old`: the version before, whose pieces are taken over where their text is the same."""
        self.document = document
        self.old = old
        self.cells: list[list[Piece] | None] = []
        self._counts: dict[What, Counter[Any]] = {}
        for number, cell in enumerate(document.cells):
            before = old.cells[number] if old is not None and number < len(old.cells) else None
            same = before is not None and old is not None and old.document.cells[number].text == cell.text
            self.cells.append(before if same else _pieces(number, cell.text, before))
        self.pieces = tuple([piece for cell_pieces in self.cells for piece in cell_pieces or ()])

    @property
    def broken(self) -> frozenset[int]:
        return frozenset([n for n, pieces in enumerate(self.cells) if pieces is None])

    @property
    def nodes(self) -> Iterator[ast.AST]:
        return (node for piece in self.pieces for node in piece.nodes)

    @property
    def statements(self) -> Iterator[Statement]:
        return (statement for piece in self.pieces for statement in piece.statements)

    @cached_property
    def apart(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """The pieces that only the old version has, and those that only this one has."""
        old = () if self.old is None else self.old.pieces
        mine, theirs = {id(p) for p in self.pieces}, {id(p) for p in old}
        return tuple([p for p in old if id(p) not in mine]), tuple([p for p in self.pieces if id(p) not in theirs])

    def count(self, what: What) -> Counter[Any]:
        """How often something is in the whole program. Not to be changed."""
        known = self._counts.get(what)
        if known is None:
            gone, came = self.apart
            known = Counter() if self.old is None else self.old.count(what).copy()
            for piece in came:
                known.update(piece.count(what))
            for piece in gone:
                for key, number in piece.count(what).items():
                    known[key] -= number
                    if not known[key]:
                        del known[key]
            self._counts[what] = known
        return known


def counted(old: Syntax, new: Syntax, what: What) -> tuple[Counter[Any], Counter[Any]]:
    """What is gone and what came."""
    gone, came = new.apart if new.old is old else (old.pieces, new.pieces)
    before: Counter[Hashable] = Counter()
    after: Counter[Hashable] = Counter()
    for piece in gone:
        before.update(piece.count(what))
    for piece in came:
        after.update(piece.count(what))
    return before - after, after - before


def _pieces(cell: int, text: str, old: list[Piece] | None) -> list[Piece] | None:
    """The pieces of a cell; of the old ones those at the top and the bottom that stayed need no parsing."""
    if old and "\r" not in text and "\f" not in text and "%%" not in text:
        top, bottom, middle = _ends(text, old)
        try:
            body = ast.parse(middle).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass  # it may be the else of what stands above it, or a magic
        else:
            inner = _cut(cell, middle, body)
            return [*top, *_taken_over(inner, old[len(top) : len(old) - len(bottom)]), *bottom]
    tree = _parsed(text)
    if tree is None:
        return None
    plain = "\r" not in text and "\f" not in text
    pieces = _cut(cell, text, tree.body) if plain else [Piece(cell, text, tree.body)]
    return _taken_over(pieces, old or [])


def _ends(text: str, old: list[Piece]) -> tuple[list[Piece], list[Piece], str]:
    """The old pieces that a text begins and ends with, and what is between."""
    top = start = 0
    while top < len(old) and text.startswith(old[top].text, start) and old[top].text.endswith("\n"):
        start += len(old[top].text)
        top += 1
    bottom, end = len(old), len(text)
    while bottom > top and end - len(old[bottom - 1].text) >= start and text.endswith(old[bottom - 1].text, start, end):
        before = end - len(old[bottom - 1].text)
        if before and text[before - 1] != "\n":
            break
        end = before
        bottom -= 1
    return old[:top], old[bottom:], text[start:end]


def _cut(cell: int, text: str, body: list[ast.stmt]) -> list[Piece]:
    """Statements with the lines from each to the next; what stands above the first is part of it."""
    if not body:
        return [Piece(cell, text, [])] if text else []
    lines = text.splitlines(keepends=True) if text.isascii() else _lines(text)
    starts: list[tuple[int, list[ast.stmt]]] = []
    last = 0
    for node in body:
        first = min([node.lineno, *[d.lineno for d in getattr(node, "decorator_list", ())]])
        if starts and first <= last:
            starts[-1][1].append(node)
        else:
            starts.append((first, [node]))
        last = max(last, node.end_lineno or first)
    begins = [0, *[first - 1 for first, _ in starts[1:]], len(lines)]
    return [
        Piece(cell, "".join(lines[a:b]), nodes) for (_, nodes), a, b in zip(starts, begins, begins[1:], strict=False)
    ]


def _lines(text: str) -> list[str]:
    """Lines as Python counts them: other separators than line feeds do not end one."""
    lines = text.split("\n")
    return [*[f"{line}\n" for line in lines[:-1]], *([lines[-1]] if lines[-1] else [])]


def _taken_over(new: list[Piece], old: list[Piece]) -> list[Piece]:
    """New pieces, the old ones in place of those with the same text."""
    known: dict[str, list[Piece]] = {}
    for piece in reversed(old):
        known.setdefault(piece.text, []).append(piece)
    return [known[piece.text].pop() if known.get(piece.text) else piece for piece in new]


def bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The suites of a compound statement."""
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(node, name, None)
        if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
            yield inner
    for handler in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield handler.body


def head(node: ast.stmt) -> str:
    """A statement without what is indented below it, in one way of writing."""
    if not any(True for _ in bodies(node)):
        return ast.unparse(node)
    kind = type(node).__name__
    parts = [f"{name}={_field(value)}" for name, value in ast.iter_fields(node) if name not in HIDDEN]
    return f"{kind} {', '.join(parts)}"


HIDDEN = frozenset(["body", "orelse", "finalbody", "handlers", "cases", "type_comment", "type_params"])


def _field(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_field(v) for v in value) + "]"
    return ast.unparse(value) if isinstance(value, ast.AST) else repr(value)


def heads(node: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement without those of its suites."""
    inner = {id(s) for body in bodies(node) for s in body}
    stack: list[ast.AST] = [node]
    while stack:
        current = stack.pop()
        yield current
        if inner:
            stack += [child for child in ast.iter_child_nodes(current) if id(child) not in inner]
        else:
            stack += ast.iter_child_nodes(current)


def python(text: str) -> str:
    """A cell's text with its magics as Python statements of the same length."""
    try:
        ast.parse(text)
        return text
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    lines = []
    for line in magics.cell(text).split("\n"):
        bare = line.lstrip()
        instead = magics.line(bare.rstrip()) if bare[:1] in "%!?" or bare.rstrip().endswith("?") else None
        lines.append(line if instead is None else line[: len(line) - len(bare)] + instead)
    return "\n".join(lines)


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    try:
        return ast.parse(python(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _comments(text: str) -> Iterator[str]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(python(text)).readline):
            if token.type == tokenize.COMMENT:
                yield token.string.strip()
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return
