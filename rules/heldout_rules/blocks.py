"""Which steps stand together: loops, withs and functions around a step, compared by where they stand.

Blocks are compared by handle and context, never by identity: what is replayed from an earlier run holds blocks of that run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heldout.api import Block, Bound, Graph, Handle, Instance, Object, Step, Value, ir

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


def uncalled(graph: Graph) -> set[Handle]:
    """The functions that nobody in the program calls: they run on parameters of which nothing is known."""
    found: set[Handle] = set()
    for step in graph.steps:
        functions = around(step, "function")
        if functions and functions[-1].handle not in found:
            handle = functions[-1].handle
            values = [step.receiver, *step.args.all()]
            if any(v is not None and _names_parameter(v, (handle.leaf, handle.at)) for v in values):
                found.add(handle)
    return found


def _names_parameter(value: Value, fid: tuple[int, int]) -> bool:
    """Whether a value is an unbound parameter of a function, or the object that an uncalled method belongs to."""
    stack: list[object] = [value.key]
    kind = value.kind
    while isinstance(kind, Bound):
        stack.append(kind.receiver.key)
        kind = kind.receiver.kind
    if isinstance(kind, (Instance, Object)):
        stack.append(kind.oid)
    while stack:
        item = stack.pop()
        if isinstance(item, tuple):
            if item[:2] == ("param", fid) or item[:1] == ("self",):
                return True
            stack.extend(item)
    return False


def entered(step: Step, uncalled: set[Handle]) -> bool:
    """Whether a step runs when the program does: at the top, in a function called from there, or in one that needs no
    arguments, which is a way into the program itself.
    """
    functions = around(step, "function")
    if not functions:
        return True
    needs = any(p.default is None and not p.star for p in getattr(functions[-1].node, "params", ()))
    return not needs or functions[-1].handle not in uncalled
