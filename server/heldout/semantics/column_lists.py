"""Lists of column names: `df.columns`, less some names, and the table that they choose from another.

A list of names is a value whose content is "columns"; its `columns` say which, where that is known. They are those of the moment
at which the list was made: what is added to the table later is not among them.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from heldout.semantics.columns import VAGUE, Columns, without
from heldout.semantics.graph import Arguments
from heldout.semantics.machine import Machine
from heldout.semantics.tables import names_in
from heldout.semantics.values import Value
from heldout.syntax import ir

LESS = frozenset(["drop", "difference"])
SAME = frozenset(["tolist", "to_list", "to_numpy", "copy", "unique", "sort_values"])
IN_PLACE = frozenset(["append", "clear", "extend", "insert", "pop", "remove"])


def asked(m: Machine, names: Value, method: str, n: ir.Call, args: Arguments, result: Value) -> Value:
    """What a method gives that a list of names is asked for (`result`: where nothing is known of it)."""
    if names.columns is None:
        return result
    if method in SAME:
        return evolve(result, columns=names.columns, content="columns")
    given = names_in(next(iter(args.all()), None))
    if method in IN_PLACE and isinstance(n.func, ir.Attr):
        left = without(names.columns, given) if method == "remove" and given else VAGUE
        m.rebind(n.func.base, evolve(names, columns=left))
    if method in LESS and given is not None and len([*args.all()]) == 1:
        return evolve(result, columns=without(names.columns, given), content="columns")
    return result


def left_by(m: Machine, n: ir.Comp, names: Value, target: ir.Expr, conditions: Sequence[ir.Expr]) -> Columns | None:
    """`[c for c in df.columns if c != "y"]`: the names that are left; None where a condition says more than names."""
    if names.columns is None or not isinstance(target, ir.Name):
        return None
    if not isinstance(n.elt, ir.Name) or n.elt.id != target.id or n.kind == "dict":
        return None
    gone: list[str] = []
    for condition in conditions:
        left = _excluded(m, condition, target.id)
        if left is None:
            return None
        gone += left
    return without(names.columns, gone)


def _excluded(m: Machine, node: ir.Expr, name: str) -> list[str] | None:
    """The names that a condition leaves out; None where it leaves out others as well."""
    if isinstance(node, ir.Binary) and node.op == "and":
        left, right = _excluded(m, node.left, name), _excluded(m, node.right, name)
        return None if left is None or right is None else left + right
    if isinstance(node, ir.Unary) and node.op == "not" and isinstance(node.value, ir.Compare):
        return _compared(m, node.value, name, ("==", "in"))
    return _compared(m, node, name, ("!=", "not in"))


def _compared(m: Machine, node: ir.Expr, name: str, ops: tuple[str, str]) -> list[str] | None:
    if not isinstance(node, ir.Compare) or len(node.rest) != 1 or node.rest[0][0] not in ops:
        return None
    if not isinstance(node.left, ir.Name) or node.left.id != name:
        return None
    side = node.rest[0][1]
    return names_in(m.evaluate(side))
