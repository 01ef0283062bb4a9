"""Folds that are cut by hand: one of several pieces of the row numbers, by a number that is not known, and all the others.

pieces = np.array_split(order, 5)
for i in range(5):
    test, train = pieces[i], np.concatenate(pieces[:i] + pieces[i + 1 :])
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from attrs import evolve

from heldout.semantics.machine import Machine
from heldout.semantics.rows import Rows, Segment, union
from heldout.semantics.values import Group, Many, Value, compact
from heldout.syntax import ir
from heldout.syntax.written import text_of


def one_of(items: Sequence[Value], key: Hashable) -> Value | None:
    """One of the pieces, equal to another only under an equal key; None where the items are no pieces of row numbers that make
    a whole together.
    """
    whole = _whole(items)
    return None if whole is None else _part(items, whole, key, "test")


def numbered(m: Machine, node: ir.Expr, number: Value) -> Hashable:
    """What tells a number of a piece from others: how it is written, in which loop. The counters of two loops over one range
    are equal in all else.
    """
    loop = m.block.inside("loop")
    if number.key is None or text_of(node) == "…":
        return m.step_id(node.at)
    return number.key, text_of(node), None if loop is None else (loop.handle, loop.context)


def all_but(m: Machine, n: ir.Expr) -> Value | None:
    """All pieces but one, as people write it: `p[:i] + p[i + 1 :]`, `[f for j, f in enumerate(p) if j != i]`."""
    found = _around(n) if isinstance(n, ir.Binary) else _left(n) if isinstance(n, ir.Comp) else None
    if found is None:
        return None
    base, number = m.evaluate(found[0]), m.evaluate(found[1])
    items = base.kind.items if isinstance(base.kind, Group) else ()
    whole = None if number.key is None else _whole(items)
    if whole is None:
        return None
    return Value(Many(_part(items, whole, numbered(m, found[1], number), "train")), key=m.step_id(n.at))


def _part(items: Sequence[Value], whole: Rows, key: Hashable, part: str) -> Value:
    segment = Segment(("piece", compact((whole, key))), part, 2, part, kind="fold")
    return evolve(items[0], rows=whole.narrow(segment), key=compact(("piece", items[0].key, key, part)))


def _whole(items: Sequence[Value]) -> Rows | None:
    """What all pieces are cut from."""
    if len(items) < 2 or any(item.content != "index" or item.rows is None for item in items):
        return None
    ends = {item.rows.last() for item in items if item.rows is not None}
    if None in ends or len({end.split for end in ends if end is not None}) != 1 or len(ends) != len(items):
        return None
    return union([item.rows for item in items if item.rows is not None])


def _around(n: ir.Binary) -> tuple[ir.Expr, ir.Expr] | None:
    """The list and the number of `p[:i] + p[i + 1 :]`."""
    if n.op != "+" or not isinstance(n.left, ir.Subscript) or not isinstance(n.right, ir.Subscript):
        return None
    first, second = n.left.index, n.right.index
    if (
        not isinstance(first, ir.Slice)
        or not isinstance(second, ir.Slice)
        or text_of(n.left.base) != text_of(n.right.base)
    ):
        return None
    if first.upper is None or second.upper is not None or not (first.lower is None or _is(first.lower, 0)):
        return None
    after: Any = second.lower
    if not isinstance(after, ir.Binary) or after.op != "+" or not _is(after.right, 1):
        return None
    same = isinstance(n.left.base, ir.Name) and text_of(after.left) == text_of(first.upper) != "…"
    return (n.left.base, first.upper) if same else None


def _left(n: ir.Comp) -> tuple[ir.Expr, ir.Expr] | None:
    """The list and the number of `[f for j, f in enumerate(p) if j != i]` and `[p[j] for j in range(k) if j != i]`."""
    target, source, conditions = n.clauses[0]
    test = conditions[0] if len(n.clauses) == len(conditions) == 1 else None
    if not isinstance(test, ir.Compare) or len(test.rest) != 1 or test.rest[0][0] != "!=":
        return None
    called = text_of(source.func) if isinstance(source, ir.Call) and source.args else ""
    if called == "enumerate" and isinstance(target, ir.Seq) and len(target.items) == 2:
        counter, kept = text_of(target.items[0]), text_of(n.elt) == text_of(target.items[1])
        base: ir.Expr = source.args[0].value  # type: ignore[union-attr]
    elif called == "range" and isinstance(n.elt, ir.Subscript):
        counter, kept, base = text_of(target), text_of(n.elt.index) == text_of(target), n.elt.base
    else:
        return None
    sides = {text_of(test.left): test.rest[0][1], text_of(test.rest[0][1]): test.left}
    return (base, sides[counter]) if kept and counter in sides and isinstance(base, ir.Name) else None


def _is(node: ir.Expr, number: int) -> bool:
    return isinstance(node, ir.Const) and node.value == number and type(node.value) is int
