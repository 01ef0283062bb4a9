"""One hand-written walk from a libcst tree to `ir`: 1–10 µs a line, where an empty `CSTVisitor` costs 49.

Whitespace, comments and parentheses are never visited. Every node that is lowered is appended to `nodes`, so `at` is an
index into that list: `positions` walks the same tree again and finds the libcst node of any `at`.
"""

from __future__ import annotations

from typing import Any

import libcst as cst
from attrs import frozen
from libcst.native import parse_module  # type: ignore[import-not-found]  # compiled, has no stub

from heldout.syntax import ir
from heldout.syntax.lowering import Lowering


@frozen
class Parsed:
    """A leaf that was understood: its statements (for a header: one compound statement with empty bodies)."""

    body: ir.Suite


def parse(text: str, indent: str = "", header: str = "") -> Parsed | None:
    """Parse and lower one leaf, or None when it is no valid Python.

    `text` is whole lines. `indent` is the white space before its first statement. `header` is "" for whole statements, else
    the keyword of the clause whose header this is ("def", "class", "if", "elif", "for", "while", "with", "try", "except",
    "match", "case"), whose body is somewhere else.
    """
    read = read_tree(text, indent, header)
    if read is None or (header and len(read[1]) != 1):
        return None
    if header:
        _empty(read[1][0], header)
    return Parsed(read[1])


def _empty(stmt: Any, header: str) -> None:
    """Take the made-up bodies out of a header's statement again."""
    if header == "match":
        stmt.cases = ()
    elif header == "case":
        stmt.cases[0].body = ()
    elif header == "except":
        stmt.body = stmt.handlers[0].body = ()
    else:
        stmt.body = ()
        if header == "try":
            stmt.final = ()


def read_tree(text: str, indent: str, header: str) -> tuple[cst.Module, ir.Suite, list[cst.CSTNode], int] | None:
    """The libcst tree, what it was lowered to, the libcst node of every `at`, and how many lines were put before `text`."""
    source, lines_before = wrapped(text, indent, header)
    try:
        tree = parse_module(source)
        lowering = Lowering()
        body = lowering.suite(tree.body)
    except (cst.ParserSyntaxError, RecursionError, ValueError, SyntaxError, MemoryError):
        return None
    for _ in range((1 if indent else 0) + (1 if header == "case" else 0)):
        body = _inner(body)
    if header == "except" and body and isinstance(body[0], ir.Try):
        body = body[:1]
    return tree, body, lowering.nodes, lines_before


def wrapped(text: str, indent: str, header: str) -> tuple[str, int]:
    """`text` made a module of its own, and how many lines stand before it. Columns stay what they are."""
    before = "if 1:\n" if indent else ""
    if not text.endswith("\n"):
        text += "\n"
    if header == "":
        return before + text, 1 if indent else 0
    if header == "elif":
        text = text.replace("elif", "  if", 1)
        return before + text + indent + "   pass\n", 1 if indent else 0
    if header == "except":
        return f"{before}{indent}try:\n{indent} pass\n{text}{indent} pass\n", 3 if indent else 2
    if header == "case":
        outer = indent[:-1]
        first = "if 1:\n" if outer else ""
        return f"{first}{outer}match x:\n{text}{indent} pass\n", 2 if outer else 1
    if header == "match":
        return f"{before}{text}{indent} case _:\n{indent}  pass\n", 1 if indent else 0
    if header == "try":
        return f"{before}{text}{indent} pass\n{indent}finally:\n{indent} pass\n", 1 if indent else 0
    return before + text + indent + " pass\n", 1 if indent else 0


def _inner(body: ir.Suite) -> ir.Suite:
    first = body[0] if body else None
    if isinstance(first, ir.If):
        return first.body
    return body
