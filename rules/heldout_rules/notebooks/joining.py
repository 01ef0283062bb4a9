"""Tables that are joined once more: the columns that came with the other one are there twice then, or rows multiply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from heldout.api import Step, constant, ir, text_of
from heldout_rules.notebooks.again import PARTS, Again, joins, walk
from heldout_rules.notebooks.targets import name_of, takes_columns

Find = Callable[[Any], Step | None]


def is_harmless(what: Again, code: Iterable[Any], name: str, find: Find) -> bool:
    """Whether a join changes nothing the second time: the other table has only the keys, or the code around takes out columns.

    Who names the columns that stay, or drops those that are there twice, has seen to it that the join may be repeated.
    """
    step = what.step
    if step is None or not joins(step):
        return False
    return _only_keys(step) or constant(step.arg("indicator"), False) is not False or any(_trims(code, name, find))


def _only_keys(step: Step) -> bool:
    """Whether the other table is known to have no column but those that it is joined by."""
    other = step.arg("right") or step.arg("other")
    keys = step.arg_node("on") or step.arg_node("right_on")
    names = None if other is None or other.columns is None else other.columns.names
    if names is None or keys is None:
        return False
    return names <= {node.value for node in walk(keys.value) if isinstance(node, ir.Const)}


def _trims(code: Iterable[Any], name: str, find: Find) -> Iterator[bool]:
    for node in _statements(code):
        if isinstance(node, ir.Delete):
            yield any(isinstance(target, ir.Subscript) and name_of(target) == name for target in node.targets)
        elif isinstance(node, ir.ExprStmt) and isinstance(node.value, ir.Call):
            yield any(arg.keyword == "inplace" for arg in node.value.args) and _takes_out(node.value, name, find)
        elif isinstance(node, ir.Assign) and any(name in text_of(target).split(".")[:1] for target in node.targets):
            yield any(_takes_out(part, name, find) for part in _chain(node.value, name))
            yield any(isinstance(target, ir.Attr) and target.name == "columns" for target in node.targets)
        elif isinstance(node, ir.Return):
            yield any(_takes_out(part, name, find) for part in _chain(node.value, name))


def _takes_out(node: Any, name: str, find: Find) -> bool:
    """Whether a part of an expression leaves a table other columns than it had."""
    if _root(node) != name:
        return False
    if isinstance(node, ir.Call):
        step = find(node)
        if step is None or step.op == "group":
            return False
        return (step.op == "drop" and takes_columns(step)) or step.fact("columns") in ("new", "drop", "rename", "one")
    if not isinstance(node, ir.Subscript):
        return False
    index = node.index
    if isinstance(index, ir.Seq) and index.kind == "tuple" and len(index.items) == 2:
        return not isinstance(index.items[1], ir.Slice)
    if any(isinstance(part, ir.Compare) for part in walk(index)):
        return False  # rows by a condition
    step = find(index) if isinstance(index, ir.Call) else None
    masks = step is not None and step.model is not None and step.model.content == "mask"
    return isinstance(index, (ir.Seq, ir.Name, ir.Binary, ir.Call, ir.Comp)) and not masks


def _chain(node: Any, name: str) -> Iterator[Any]:
    """An expression and what its methods belong to, one after the other; of a function of a table, its first argument."""
    while node is not None:
        yield node
        if isinstance(node, ir.Call):
            node = node.func.base if isinstance(node.func, ir.Attr) and _root(node.func) == name else _first(node)
        else:
            node = getattr(node, "base", None)


def _first(node: ir.Call) -> Any:
    return node.args[0].value if node.args else None


def _root(node: Any) -> str:
    """The name that stands at the beginning of an expression."""
    while not isinstance(node, ir.Name):
        node = node.func if isinstance(node, ir.Call) else getattr(node, "base", None)
        if node is None:
            return ""
    return node.id


def _statements(code: Iterable[Any]) -> Iterator[Any]:
    for node in code:
        if type(node) in PARTS:
            yield node
            for part in ("body", "orelse", "final"):
                inner = getattr(node, part, ())
                if isinstance(inner, tuple):
                    yield from _statements(inner)
