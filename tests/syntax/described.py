"""Programs in a form that can be compared: every node with its place, whatever leaf it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from heldout.source.document import Cell, Document
from heldout.source.place import Place
from heldout.syntax import ir, lower, positions
from heldout.syntax.program import Program, update

Described = list[Any]


def script(text: str) -> Document:
    return Document("file:///a.py", (Cell("", text),), "a.py")


def notebook(*cells: tuple[str, str]) -> Document:
    return Document("file:///a.ipynb", tuple(Cell(key, text) for key, text in cells), "a.ipynb", notebook=True)


def read(text: str) -> Program:
    return update(None, script(text))


def described(program: Program) -> Described:
    """The statements of a program; units are spliced into what they are in."""
    out: Described = []
    for unit in program.units():
        out += _suite((unit,), lambda at: None, program)
    return out


def whole(text: str) -> Described:
    """The same of a text that is parsed at once, without program: the oracle."""
    parsed = lower.parse(text)
    assert parsed is not None
    spans = positions.spans(text)
    return _suite(parsed.body, lambda at: Place(0, *spans[at]), None)


def _suite(body: Any, place: Callable[[int], Any], program: Program | None) -> Described:
    out: Described = []
    for item in body:
        if isinstance(item, ir.Unit):
            assert program is not None
            out += _suite(item.body, _in(program, item.leaf), program)
        else:
            out.append(_node(item, place, program))
    return out


def _in(program: Program, leaf: int) -> Callable[[int], Any]:
    return lambda at: program.place(leaf, at)


def _node(item: Any, place: Callable[[int], Any], program: Program | None) -> Any:
    if isinstance(item, tuple):
        return _suite(item, place, program)
    fields = getattr(type(item), "__attrs_attrs__", None)
    if fields is None:
        return repr(item)
    inner = [_node(getattr(item, a.name), place, program) for a in fields if a.name != "at"]
    # where a compound statement ends is seen by its last leaf only
    where = place(item.at)
    if isinstance(item, COMPOUND) and where is not None:
        where = (where.cell, where.line, where.column)
    return [type(item).__name__, where, *inner]


COMPOUND = (ir.If, ir.For, ir.While, ir.Try, ir.With, ir.Match, ir.FunctionDef, ir.ClassDef, ir.Handler, ir.Case)
