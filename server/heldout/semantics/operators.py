"""Expressions with operators: arithmetic, comparisons, masks and choices between two."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from attrs import evolve

from heldout.semantics import order
from heldout.semantics.choosing import between, compared, held, scores
from heldout.semantics.evaluate import evaluate
from heldout.semantics.machine import Machine
from heldout.semantics.pieces import all_but
from heldout.semantics.rows import union
from heldout.semantics.select import mask_of, symbol
from heldout.semantics.tables import combined
from heldout.semantics.truth import compared_constants, truth
from heldout.semantics.values import (
    MASKS,
    UNKNOWN,
    Data,
    Group,
    Instance,
    Literal,
    Value,
    compact,
    join,
    literal,
)
from heldout.syntax import ir

LIST = Data("builtins.list")
"""A list of rows: a column or an array that was made one. Adding two puts them below each other."""


def _unary(m: Machine, n: ir.Unary) -> Value:
    value = evaluate(m, n.value)
    if n.op == "~" and value.content in MASKS:
        return evolve(value, key=("not", value.key) if not _is_not(value.key) else value.key[1])  # type: ignore[index]
    if n.op == "not":
        known = truth(m, n.value, value)
        if known is not None:
            return literal(not known)
    return evolve(value, key=compact((n.op, value.key))) if value.key is not None else value


def _is_not(key: Hashable) -> bool:
    return isinstance(key, tuple) and len(key) == 2 and key[0] == "not"


def _binary(m: Machine, n: ir.Binary) -> Value:
    left = evaluate(m, n.left)
    if n.op in ("and", "or"):
        return _either(m, n, left)
    right = evaluate(m, n.right)
    lk, rk = left.kind, right.kind
    if isinstance(lk, Literal) and isinstance(rk, Literal):
        return _arithmetic(m, n, lk.value, rk.value)
    if n.op == "%" and left.content == "hash":
        order.relies(m, "bucket", n.at, n.left, left, right)
    pieces = all_but(m, n) if isinstance(n.left, ir.Subscript) else None
    if pieces is not None:
        return pieces
    if n.op == "+" and isinstance(lk, Group) and isinstance(rk, Group) and lk.kind == rk.kind:
        return Value(Group(lk.kind, lk.items + rk.items))
    if n.op == "+" and lk == rk == LIST and left.rows is not None and right.rows is not None:
        return Value(LIST, union([left.rows, right.rows]), left.seen | right.seen, None, symbol(m, n))
    if n.op == "*" and isinstance(lk, Group) and isinstance(rk, Literal) and rk.value in range(2, 9):  # [df] * 3
        return Value(Group(lk.kind, lk.items * rk.value))  # type: ignore[operator]
    if n.op == "%" and isinstance(lk, Literal) and isinstance(lk.value, str):
        return Value(seen=held(right), key=symbol(m, n))
    if n.op in ("&", "|") and left.content in MASKS and right.content in MASKS:
        return Value(lk, left.rows, left.seen | right.seen, "mask", (n.op, left.key, right.key))
    seen = left.seen | right.seen
    if isinstance(lk, Instance) and isinstance(rk, Instance):
        return Value(key=symbol(m, n))
    if n.op == "/" and isinstance(lk, Instance) and m.models.attribute(lk.cls, "·/") == "same":  # paths
        return Value(Instance(lk.cls, m.step_id(n.at)), key=symbol(m, n))
    if "hash" in (left.content, right.content):
        return left if left.content == "hash" else right
    unordered = left.order or right.order if n.op in "+|&-^" else None
    drawn = left.drawn or right.drawn
    data = next((v for v in (left, right) if isinstance(v.kind, Data) and v.content != "statistic"), None)
    if data is not None:  # rows less a statistic are rows
        made = Value(data.kind, data.data_rows(), seen, None, symbol(m, n), drawn, order=unordered)
        return combined(left, right, made)
    return Value(
        lk if isinstance(lk, Data) else rk if isinstance(rk, Data) else UNKNOWN.kind,
        None,
        seen,
        _content(left, right),
        symbol(m, n),
        drawn,
        order=unordered,
    )


def _either(m: Machine, n: ir.Binary, left: Value) -> Value:
    """`a or b`, `a and b`: the first where it decides, and then the second is never asked for."""
    known = truth(m, n.left, left)
    if known is not None:
        return left if known == (n.op == "or") else evaluate(m, n.right)
    right = evaluate(m, n.right)
    if (
        truth(m, n.right, right) is (n.op == "or")
        and isinstance(right.kind, Literal)
        and right.kind.value in (True, False)
    ):
        return evolve(right, seen=left.seen | right.seen)
    if n.op == "or" and left.optional and not right.optional:
        left = evolve(left, optional=False)
    return join(left, right)


def _content(left: Value, right: Value) -> str | None:
    """A statistic is what is made of statistics and constants; names of columns with others are still that."""
    if "columns" in (left.content, right.content):
        return "columns"
    numbers = all(v.content == "statistic" or isinstance(v.kind, Literal) for v in (left, right))
    return "statistic" if numbers and "statistic" in (left.content, right.content) else None


def _arithmetic(m: Machine, n: ir.Binary, a: Any, b: Any) -> Value:
    """Constants are folded for what sizes and paths are made of; nothing that could grow."""
    numbers = isinstance(a, (int, float)) and isinstance(b, (int, float)) and abs(a) < 1e12 and abs(b) < 1e12
    try:
        if n.op == "+" and (numbers or (type(a) is type(b) is str and len(a) + len(b) < 4000)):
            return literal(a + b)
        if n.op == "/" and type(a) is type(b) is str:
            return Value(key=symbol(m, n))
        if numbers and n.op in ("-", "*", "/", "//"):
            return literal({"-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "//": lambda: a // b}[n.op]())
    except ArithmeticError:
        return UNKNOWN
    return Value(key=symbol(m, n))


def _compare(m: Machine, n: ir.Compare) -> Value:
    left = evaluate(m, n.left)
    rights = [(op, evaluate(m, r)) for op, r in n.rest]
    if len(rights) == 1:
        op, right = rights[0]
        known = compared_constants(op, left, right)
        if known is not None:
            return literal(known)
        mask = mask_of(m, n, left, op, right)
        # `np.sqrt(mse) < best` compares numbers, though NumPy makes arrays of the first of them.
        numbers = "statistic" in (left.content, right.content) and scores(left) and scores(right)
        if mask is not None and not numbers:
            return combined(left, right, mask)
    seen = left.seen.union(*[right.seen for _, right in rights])
    result = Value(UNKNOWN.kind, None, seen, None, ("compare", *m.step_id(n.at)))
    return compared(m, n, [left, *[right for _, right in rights]], result) if left.seen else result


def _ifexp(m: Machine, n: ir.IfExp) -> Value:
    test = evaluate(m, n.test)
    known = truth(m, n.test, test)
    if known is not None:
        return evaluate(m, n.body if known else n.orelse)
    return between(m, n.test, test, join(evaluate(m, n.body), evaluate(m, n.orelse)))


OPERATORS: dict[type, Callable[[Machine, Any], Value]] = {
    ir.Unary: _unary,
    ir.Binary: _binary,
    ir.Compare: _compare,
    ir.IfExp: _ifexp,
}
