"""Which steps stand together: loops, withs and functions around a step, compared by where they stand.

Blocks are compared by handle and context, never by identity: what is replayed from an earlier run holds blocks of that run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heldout.api import UNCALLED, Block, Handle, Step, ir

BlockKey = tuple[str, Handle, int]


def key(block: Block) -> BlockKey:
    return (block.kind, block.handle, block.context)


def around(step: Step, kind: str) -> list[Block]:
    """The blocks of a kind around a step, from the inside out, those of the calling functions included."""
    return [block for block in step.block.around() if block.kind == kind]


def within(step: Step, block: BlockKey) -> bool:
    return any(key(b) == block for b in step.block.around())


def under(step: Step, *names: str) -> Block | None:
    """The innermost `with` (or decorator) around a step that enters something whose last name is one of `names`."""
    for block in around(step, "with"):
        if any(what.rpartition(".")[2] in names for what in block.what):
            return block
    return None


def innermost(step: Step, kind: str) -> Block | None:
    return next(iter(around(step, kind)), None)


def nodes(root: Any) -> Iterator[Any]:
    """All nodes of a piece of lowered code, without the bodies of functions that are defined in it."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, (tuple, list)):
            stack.extend(reversed(node))
        elif hasattr(node, "__attrs_attrs__"):
            yield node
            if not isinstance(node, (ir.FunctionDef, ir.Lambda, ir.ClassDef)) or node is root:
                stack.extend(reversed([getattr(node, a.name) for a in node.__attrs_attrs__]))


def alone(step: Step) -> Handle | None:
    """The function that nobody in the program calls in which a step runs; None when the step runs with the program."""
    functions = around(step, "function")
    outermost = list(step.block.around())[-1]
    return functions[-1].handle if functions and UNCALLED in outermost.what else None


def entered(step: Step) -> bool:
    """Whether a step runs when the program does: at the top, in a function called from there, or in one that needs no
    arguments, which is a way into the program itself (and no test, which is a program of its own).
    """
    if alone(step) is None:
        return True
    function = around(step, "function")[-1]
    if function.what and function.what[0].startswith("test_"):
        return False
    return not any(p.default is None and not p.star for p in getattr(function.node, "params", ()))
