"""Expressions: names, attributes, subscripts, displays and comprehensions; others are in `operators` and `calls`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from attrs import evolve

from heldout.semantics import order
from heldout.semantics.assign import assign
from heldout.semantics.attributes import attribute
from heldout.semantics.choosing import RANKED, first_of
from heldout.semantics.graph import Arguments
from heldout.semantics.lookup import lookup
from heldout.semantics.machine import Machine
from heldout.semantics.pieces import numbered, one_of
from heldout.semantics.rows import Segment
from heldout.semantics.select import select, symbol
from heldout.semantics.tables import selected
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    Data,
    Either,
    Function,
    Group,
    Literal,
    Many,
    Mapping,
    Ref,
    Value,
    compact,
    join_all,
    literal,
)
from heldout.syntax import ir


def evaluate(m: Machine, node: ir.Expr) -> Value:
    """The value of an expression; its calls become steps."""
    value = EVALUATE[type(node)](m, node)
    if m.watch is not None:
        m.watch(node, value)
    return value


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _name(m: Machine, n: ir.Name) -> Value:
    return lookup(m, n.id)


# ── subscripts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _subscript(m: Machine, n: ir.Subscript) -> Value:
    base = evaluate(m, n.base)
    kind = base.kind
    if isinstance(kind, Ref):
        model = m.models.call(kind.name)
        if model is None or model.op != "concat":  # a generic alias: list[int], DataLoader[…]
            return base
        given = ir.Arg(n.index.at, n.index)  # np.c_[a, b]
        return m.call(base, ir.Call(n.at, n.base, (given,)), Arguments((evaluate(m, n.index),), nodes=(given,)))
    if isinstance(n.index, ir.Slice):
        for part in (n.index.lower, n.index.upper, n.index.step):
            if part is not None:
                evaluate(m, part)
        if isinstance(kind, Group):
            return order.taken(m, base, n, UNKNOWN, _slice_group(kind, n.index))
        sliced = selected(m, base, n.index, UNKNOWN, select(m, base, n.index, UNKNOWN))
        return order.taken(m, base, n, UNKNOWN, sliced)
    index = evaluate(m, n.index)
    if base.order is not None:
        order.taken(m, base, n, index, UNKNOWN)
    item = _item(m, n, base, index)
    chosen = base.content == RANKED or index.seen or isinstance(index.kind, Group)
    return first_of(m, n, base, index, item) if chosen else item


def _item(m: Machine, n: ir.Subscript, base: Value, index: Value) -> Value:
    """`base[index]`, where the index is no slice."""
    kind = base.kind
    constant = index.kind.value if isinstance(index.kind, Literal) else None
    if isinstance(kind, Group):
        if isinstance(constant, int) and -len(kind.items) <= constant < len(kind.items):
            return kind.items[constant]
        return one_of(kind.items, numbered(m, n.index, index)) or join_all(list(kind.items))
    if isinstance(kind, Mapping):
        for key, value in kind.items:
            if key == constant and type(key) is type(constant):
                return value
        return join_all([v for _, v in kind.items]) if constant is None else UNKNOWN
    if isinstance(kind, Many):
        return kind.item
    if isinstance(kind, Either):
        return join_all([selected(m, o, n.index, index, select(m, o, n.index, index)) for o in kind.options])
    if isinstance(constant, str) and isinstance(kind, Data) and _field(m, kind.cls, constant):
        return attribute(m, base, constant)
    return selected(m, base, n.index, index, select(m, base, n.index, index))


def _field(m: Machine, cls: str, name: str) -> bool:
    """Whether a text in brackets means an attribute: `bunch["data"]`."""
    model = m.models.cls(cls)
    return model is not None and model.indexing == "fields" and name in model.attributes


def _slice_group(kind: Group, s: ir.Slice) -> Value:
    def bound(node: ir.Expr | None) -> int | None:
        return node.value if isinstance(node, ir.Const) and isinstance(node.value, int) else None

    known = all(p is None or isinstance(p, ir.Const) for p in (s.lower, s.upper, s.step)) and s.step is None
    if not known:
        return Value(Many(join_all(list(kind.items))))
    return Value(Group(kind.kind, kind.items[bound(s.lower) : bound(s.upper)]))


def _attr(m: Machine, n: ir.Attr) -> Value:
    return attribute(m, evaluate(m, n.base), n.name)


# ── constants ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _const(m: Machine, n: ir.Const) -> Value:
    return literal(n.value)


# ── displays ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _seq(m: Machine, n: ir.Seq) -> Value:
    items: list[Value] = []
    for item in n.items:
        if isinstance(item, ir.Starred):
            value = evaluate(m, item.value)
            if not isinstance(value.kind, Group):
                for rest in n.items:
                    if rest is not item and not isinstance(rest, ir.Starred):
                        items.append(evaluate(m, rest))
                return Value(Many(join_all([*items, elements(m, value, n.at)])))
            items += value.kind.items
        else:
            items.append(evaluate(m, item) if not isinstance(item, ir.Slice) else UNKNOWN)
    if n.kind == "set" and items:
        return order.as_set(m, Value(Group(n.kind, tuple(items))), n, items[0])
    return Value(Group(n.kind, tuple(items)))


def _dict(m: Machine, n: ir.DictExpr) -> Value:
    items: list[tuple[object, Value]] = []
    complete = True
    for key, value in n.items:
        v = evaluate(m, value)
        if key is None:
            if isinstance(v.kind, Mapping):
                items += v.kind.items
            else:
                complete = False
            continue
        k = evaluate(m, key)
        if isinstance(k.kind, Literal):
            items.append((k.kind.value, v))
        else:
            complete = False
    return Value(Mapping(tuple(items))) if complete else Value(key=m.step_id(n.at))


def _slice(m: Machine, n: ir.Slice) -> Value:
    return UNKNOWN


def _starred(m: Machine, n: ir.Starred) -> Value:
    return evaluate(m, n.value)


def _lambda(m: Machine, n: ir.Lambda) -> Value:
    fid = (m.leaf, n.at)
    m.put(("def", fid), n)
    m.keep_frame()
    return Value(Function(fid, m.frame.context))


def elements(m: Machine, value: Value, at: int) -> Value:
    """What iterating over a value gives: one value that stands for every item."""
    if value.order is not None:
        return evolve(elements(m, evolve(value, order=None), at), order=value.order)
    kind = value.kind
    if isinstance(kind, Group):
        one = one_of(kind.items, m.step_id(at))
        return one or (join_all(list(kind.items)) if kind.items else UNKNOWN)
    if isinstance(kind, Many):
        return kind.item
    if isinstance(kind, Mapping):
        return join_all([literal(k) for k, _ in kind.items])
    if isinstance(kind, Either):
        return join_all([elements(m, o, at) for o in kind.options])
    if value.content == "columns":
        return Value(content="columns", seen=value.seen, key=("item", value.key))
    rows = value.data_rows()
    cls = m.class_of(value)
    item = m.models.attribute(cls, "·item") if cls else None
    if rows is not None:
        part = rows.narrow(Segment(("item", value.key or value), "some", 0, kind="item"))
        return Value(
            Data(item) if item else UNKNOWN.kind, part, value.seen, value.content, compact(("item", value.key))
        )
    return Value(Data(item) if item else UNKNOWN.kind, None, value.seen, None, compact(("item", value.key, at)))


def _await(m: Machine, n: ir.Await) -> Value:
    return evaluate(m, n.value)


def _yield(m: Machine, n: ir.Yield) -> Value:
    value = UNKNOWN if n.value is None else evaluate(m, n.value)
    m.frame.yields.append(elements(m, value, n.at) if n.many else value)
    return UNKNOWN


def _named(m: Machine, n: ir.NamedExpr) -> Value:
    value = evaluate(m, n.value)
    assign(m, n.target, value)
    return value


def _joined(m: Machine, n: ir.Joined) -> Value:
    parts = [evaluate(m, p) for p in n.parts]
    if all(isinstance(p.kind, Literal) for p in parts):
        return literal("".join(str(p.kind.value) for p in parts))  # type: ignore[union-attr]
    seen = NOTHING_SEEN.union(*[p.seen for p in parts])
    return Value(
        Data("builtins.str"), seen=seen, key=("str", *[_part_key(m, p, v) for p, v in zip(n.parts, parts, strict=True)])
    )


def _part_key(m: Machine, node: ir.Expr, value: Value) -> Hashable:
    """What a part of a string is known by: what a call gave, whatever was called."""
    return value.key if isinstance(node, ir.Call) and value.key is not None else symbol(m, node)


def _arg(m: Machine, n: Any) -> Value:
    return UNKNOWN


EVALUATE: dict[type, Callable[[Machine, Any], Value]] = {
    ir.Name: _name,
    ir.Attr: _attr,
    ir.Subscript: _subscript,
    ir.Slice: _slice,
    ir.Const: _const,
    ir.Seq: _seq,
    ir.DictExpr: _dict,
    ir.Starred: _starred,
    ir.Lambda: _lambda,
    ir.Await: _await,
    ir.Yield: _yield,
    ir.NamedExpr: _named,
    ir.Joined: _joined,
    ir.Arg: _arg,
}
