"""From a place in the text to the nodes of the lowered code that stand there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from heldout.source.place import Place
from heldout.syntax import ir
from heldout.syntax.program import Program


@frozen(eq=False)
class Pointed:
    """A node in the text. `call` is the call whose function it names, if it does."""

    leaf: int
    node: ir.Name | ir.Attr | ir.Param
    call: ir.Call | None
    place: Place


def pointed(program: Program, cell: int, line: int, column: int) -> Pointed | None:
    """The smallest name, attribute or parameter at a position; None where there is none, or its text does not parse."""
    best: tuple[tuple[int, int], int, Any, ir.Call | None, Place] | None = None
    for leaf, _ in program.leaves_between(cell, line, line):
        if leaf.broken:
            continue
        for node, call in _named(leaf.body, None):
            place = program.place(leaf.id, node.at)
            if not place.contains(cell, line, column):
                continue
            size = (place.end_line - place.line, place.end_column - place.column)
            if best is None or size < best[0]:
                best = (size, leaf.id, node, call, place)
    if best is None:
        return None
    _, leaf_id, node, call, place = best
    if isinstance(node, ir.Param):  # it begins with its name (or stars): the rest is its annotation and default
        start = place.column + len(node.star)
        place = Place(cell, place.line, start, place.line, start + len(node.name))
    elif isinstance(node, ir.Attr):  # its name is the end of it
        place = Place(cell, place.end_line, place.end_column - len(node.name), place.end_line, place.end_column)
    return Pointed(leaf_id, node, call, place) if place.contains(cell, line, column) else None


def bindings(program: Program, cell: int, first: int, last: int) -> Iterator[tuple[int, ir.Name | ir.Attr, Place]]:
    """The names and attributes that assignments and loops bind on some lines (0-based, both included), with their leaf."""
    for leaf, _ in program.leaves_between(cell, first, last):
        if leaf.broken:
            continue
        for target in _bound(leaf.body):
            place = program.place(leaf.id, target.at)
            if first <= place.end_line <= last:
                yield leaf.id, target, place


def subscripts(program: Program) -> Iterator[tuple[int, ir.Subscript]]:
    """All subscripts of a program, each with its leaf."""
    for cell in range(len(program.document.cells)):
        for leaf, _ in program.leaves_between(cell, 0, program.document.cells[cell].text.count("\n")):
            if not leaf.broken:
                yield from [(leaf.id, node) for node, _ in _nodes(leaf.body) if isinstance(node, ir.Subscript)]


def _named(node: Any, call: ir.Call | None) -> Iterator[tuple[Any, ir.Call | None]]:
    """All names, attributes and parameters below a node, each with the call that it is the function of."""
    return ((n, c) for n, c in _nodes(node, call) if isinstance(n, (ir.Name, ir.Attr, ir.Param)))


def _nodes(node: Any, call: ir.Call | None = None) -> Iterator[tuple[Any, ir.Call | None]]:
    """All nodes below one, each with the call that it is the function of."""
    stack: list[tuple[Any, ir.Call | None]] = [(node, call)]
    while stack:
        node, call = stack.pop()
        if isinstance(node, tuple):
            stack.extend([(item, None) for item in node])
            continue
        if not hasattr(node, "__attrs_attrs__") or isinstance(node, ir.Unit):
            continue
        yield node, call
        for attribute in node.__attrs_attrs__:
            inner = getattr(node, attribute.name)
            stack.append((inner, node if isinstance(node, ir.Call) and attribute.name == "func" else None))


def _bound(suite: ir.Suite) -> Iterator[ir.Name | ir.Attr]:
    for s in suite:
        if isinstance(s, ir.Assign) and s.value is not None:
            for target in s.targets:
                yield from _targets(target)
        elif isinstance(s, ir.For):
            yield from _targets(s.target)
        for part in ("body", "orelse", "final"):
            if not isinstance(s, ir.Unit):
                yield from _bound(getattr(s, part, ()))
        for clause in (*getattr(s, "handlers", ()), *getattr(s, "cases", ())):
            yield from _bound(clause.body)


def _targets(target: ir.Expr) -> Iterator[ir.Name | ir.Attr]:
    if isinstance(target, (ir.Name, ir.Attr)):
        yield target
    elif isinstance(target, ir.Seq):
        for item in target.items:
            yield from _targets(item)
