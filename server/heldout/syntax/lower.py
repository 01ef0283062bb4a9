"""One hand-written walk from a libcst tree to `ir`: 1–10 µs a line, where an empty `CSTVisitor` costs 49.

Whitespace, comments and parentheses are never visited. Every node that is lowered is appended to `nodes`, and its
number `at` follows from its index in that list (see `numbers`): `positions` walks the same tree again and finds the libcst
node of any `at`. The list has gaps, so that a statement keeps its numbers while another is typed in.
"""

from __future__ import annotations

import libcst as cst
from attrs import frozen
from libcst.native import parse_module  # type: ignore[import-not-found]  # compiled, has no stub

from heldout.syntax import ir
from heldout.syntax.lowering import Lowering


@frozen
class Parsed:
    """A leaf that was understood."""

    body: ir.Suite
    blocks: int  # of numbers (see `numbers`)


def parse(text: str, indent: str = "") -> Parsed | None:
    """Parse and lower one leaf, or None when it is no valid Python.

    `text` is whole lines, `indent` the white space before its first statement.
    """
    read = read_tree(text, indent)
    return None if read is None else Parsed(read[1], len(read[2]) + 63 >> 6)


def read_tree(text: str, indent: str) -> tuple[cst.Module, ir.Suite, list[cst.CSTNode | None], int] | None:
    """The libcst tree, what it was lowered to, the libcst node of every `at`, and how many lines were put before `text`."""
    if not text.endswith("\n"):
        text += "\n"
    try:
        tree = parse_module("if 1:\n" + text if indent else text)
        lowering = Lowering()
        body = lowering.suite(tree.body)
    except (cst.ParserSyntaxError, RecursionError, ValueError, SyntaxError, MemoryError):
        return None
    if indent and body and isinstance(body[0], ir.If):
        body = body[0].body
    return tree, body, lowering.nodes, 1 if indent else 0
