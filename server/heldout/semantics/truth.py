"""Whether a test is known to hold: constants that were handed over decide which way a function goes.

Only what nobody else can have changed decides: a literal, an object that certainly is one, None. A value that was None on one
of two ways here (`Value.optional`) does not; nor do the fields of an object that no program made, whose methods run alone.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any

from heldout.semantics.lookup import lookup
from heldout.semantics.machine import Machine
from heldout.semantics.values import (
    Class,
    Data,
    Function,
    Group,
    Instance,
    Literal,
    Many,
    Mapping,
    Object,
    Ref,
    Value,
)
from heldout.syntax import ir

THINGS = (Class, Data, Function, Group, Instance, Many, Mapping, Object, Ref)
"""Kinds of which nothing is None."""
CERTAIN = (Class, Function, Instance)
"""Kinds of which everything is true in a test."""
ORDER: dict[str, Callable[[Any, Any], Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
DEEPEST_LOOP = 3
"""Loops within so many others run once: what their first round finds there, later rounds may not."""


def truth(m: Machine, node: ir.Expr, value: Value) -> bool | None:
    """Whether a test holds, given its value; None where that is not known."""
    if isinstance(value.kind, Literal):
        known: bool | None = bool(value.kind.value)
    elif isinstance(value.kind, CERTAIN) and not value.optional:
        known = True
    else:
        return None
    return known if _may_decide(m, node) else None


def is_main_guard(test: ir.Expr) -> bool:
    """`__name__ == "__main__"`."""
    return isinstance(test, ir.Compare) and isinstance(test.left, ir.Name) and test.left.id == "__name__"


def is_none(value: Value) -> bool | None:
    """Whether a value is None; None where that is not known."""
    if isinstance(value.kind, Literal):
        return value.kind.value is None
    return False if isinstance(value.kind, THINGS) and not value.optional else None


def compared_constants(op: str, left: Value, right: Value) -> bool | None:
    """What a comparison of constants gives; None where it is of something else."""
    if op in ("is", "is not"):
        if not (isinstance(right.kind, Literal) and right.kind.value is None):
            return None
        known = is_none(left)
        return None if known is None else known == (op == "is")
    if not isinstance(left.kind, Literal):
        return None
    a = left.kind.value
    if op in ("in", "not in") and isinstance(right.kind, Group):
        items = [item.kind.value for item in right.kind.items if isinstance(item.kind, Literal)]
        return (a in items) == (op == "in") if len(items) == len(right.kind.items) else None
    if op in ("==", "!=") and isinstance(right.kind, Literal):
        return (a == right.kind.value) == (op == "==")
    if op in ORDER and isinstance(right.kind, Literal):
        b = right.kind.value
        return bool(ORDER[op](a, b)) if isinstance(a, (int, float)) and isinstance(b, (int, float)) else None
    return None


def _may_decide(m: Machine, node: ir.Expr) -> bool:
    loops = sum(1 for block in m.block.around() if block.kind == "loop")
    return loops < DEEPEST_LOOP and not _of_itself(m, node)


def _of_itself(m: Machine, node: ir.Expr) -> bool:
    """Whether a test asks for fields of `self` while a class runs that nobody makes an object of."""
    if isinstance(node, ir.Attr):
        if isinstance(node.base, ir.Name):
            kind = lookup(m, node.base.id).kind
            return isinstance(kind, Object) and isinstance(kind.oid, tuple) and kind.oid[:1] == ("self",)
        return _of_itself(m, node.base)
    if isinstance(node, ir.Unary):
        return _of_itself(m, node.value)
    if isinstance(node, ir.Binary):
        return _of_itself(m, node.left) or _of_itself(m, node.right)
    if isinstance(node, ir.Compare):
        return _of_itself(m, node.left) or any(_of_itself(m, side) for _, side in node.rest)
    return False
