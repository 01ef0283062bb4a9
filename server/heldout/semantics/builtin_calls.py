"""The builtins that pass values on; the others give something unknown."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from heldout.semantics import order
from heldout.semantics.attributes import attribute
from heldout.semantics.choosing import best_of, ranked, scores
from heldout.semantics.effects import call_library
from heldout.semantics.evaluate import elements
from heldout.semantics.graph import Arguments, Step
from heldout.semantics.items import each_call, known_items
from heldout.semantics.machine import Machine
from heldout.semantics.rows import INDEX_ROOT, Rows, as_split
from heldout.semantics.select import slice_segment, symbol
from heldout.semantics.values import (
    UNKNOWN,
    WEIGHTS,
    Bound,
    Data,
    Group,
    Instance,
    Literal,
    Many,
    Mapping,
    Object,
    Ref,
    Unknown,
    Value,
    constant,
    literal,
)
from heldout.syntax import ir


def _range(m: Machine, n: ir.Call) -> Rows | None:
    """The row numbers of a range: those that the slice with its bounds chooses, all of them up to a `len`."""
    bounds: list[ir.Expr | None] = [arg.value for arg in n.args]
    if not 0 < len(bounds) < 3 or any(arg.star for arg in n.args):
        return None
    lower, upper = (None, bounds[0]) if len(bounds) == 1 else bounds
    if symbol(m, lower) == 0:
        lower = None
    end = symbol(m, upper)
    if isinstance(end, tuple) and (end[:2] == ("call", "len") or end[0] == "[]"):  # len(X), X.shape[0]
        upper = None
    segment = slice_segment(m, ir.Slice(-1, lower, upper, None))
    return None if segment is None else Rows.root(INDEX_ROOT).narrow(segment)


def _first_pair(pair: Value) -> Value:
    """`next(splitter.split(X))`: one pair of parts is no cross-validation, but a split."""
    if not isinstance(pair.kind, Group) or not all(
        v.content == "index" and v.rows is not None for v in pair.kind.items
    ):
        return pair
    return Value(Group(pair.kind.kind, tuple([evolve(v, rows=as_split(v.rows)) for v in pair.kind.items if v.rows])))


def _dict_of_pairs(pairs: Sequence[Value]) -> Value | None:
    """`dict([("a", x), …])`, `dict(zip(names, things))`, where the names are known."""
    items: dict[object, Value] = {}
    for pair in pairs:
        sides = pair.kind.items if isinstance(pair.kind, Group) else ()
        if len(sides) != 2 or not isinstance(sides[0].kind, Literal):
            return None
        items[sides[0].kind.value] = sides[1]
    return Value(Mapping(tuple(items.items())))


def _unknown(value: Value) -> bool:
    """Whether nobody knows what a value is: a parameter, an attribute of one."""
    if isinstance(value.kind, Bound):
        return value.kind.name != WEIGHTS and _unknown(value.kind.receiver)
    return isinstance(value.kind, Unknown)


def call_builtin(m: Machine, name: str, n: ir.Call, args: Arguments) -> Value:
    """The builtins that pass values on; the others give something unknown."""

    values = args.positional
    first = values[0] if values else UNKNOWN
    if name in ("list", "tuple", "iter", "sorted", "reversed", "set", "frozenset") and values:
        kind = first.kind
        if isinstance(kind, Group):
            kept = "list" if name != "tuple" else name
            first = Value(Group(kept, kind.items), first.rows, first.seen, order=first.order)
        elif name == "list" and isinstance(kind, Data) and m.models.attribute(kind.cls, "·column") == kind.cls:
            first = evolve(first, kind=Data("builtins.list"))
        elif name == "list" and first.rows is None and first.content is None and _unknown(first):
            first = evolve(first, kind=Data("builtins.list"))  # `list(cfg.numeric)`: it chooses columns of a table
        if name in ("set", "frozenset"):
            return order.as_set(m, first, n, elements(m, first, n.at))
        return ranked(m, order.fixed(first), n, args.keywords.get("key")) if name == "sorted" else first
    if name == "next":
        return _first_pair(elements(m, first, n.at))
    if name == "range":
        chosen = _range(m, n)
        key = ("range", *[symbol(m, a.value) for a in n.args])
        return Value(Data("index"), Rows.root(INDEX_ROOT) if chosen is None else chosen, content="index", key=key)
    if name == "enumerate":
        return order.numbered(m, first, elements(m, first, n.at), n)
    if name == "zip":
        sides = [side for side in map(known_items, values) if side is not None]
        if values and len(sides) == len(values):
            return Value(Group("list", tuple([Value(Group("tuple", row)) for row in zip(*sides, strict=False)])))
        return order.zipped(m, values, [elements(m, v, n.at) for v in values], n)
    if name == "dict":
        order.kept(m, first, n.at, n.func)
        items = tuple([(k, v) for k, v in args.keywords.items()])
        if isinstance(first.kind, Group):
            first = _dict_of_pairs(first.kind.items) or first
        return (
            first
            if values and isinstance(first.kind, Mapping)
            else Value(Mapping(items))
            if not args.spread
            else UNKNOWN
        )
    if name == "map" and len(values) == 2:
        whole = known_items(values[1])
        if whole is not None:
            return Value(Group("list", tuple(each_call(m, n, whole, first))))
    if name in ("map", "filter") and len(values) > 1:
        m.call_unknown_functions(args)
        mapped = Value(key=("call", "int", m.step_id(n.at))) if first.kind == Ref("builtins.int") else UNKNOWN
        item = mapped if name == "map" else elements(m, values[1], n.at)
        return Value(Many(item), key=m.step_id(n.at), order=values[1].order)
    if name == "super":
        return m.super_object()
    if name in ("len", "int", "round", "abs", "min", "max", "float", "sum"):
        inner = first.kind.value if isinstance(first.kind, Literal) else None
        if name in ("int", "float") and isinstance(inner, (int, float)) and abs(inner) < 1e12:
            return literal(int(inner) if name == "int" else float(inner))
        if first.content == "hash":
            return first
        number = Value(key=symbol(m, n), seen=first.seen, content="statistic" if first.content == "statistic" else None)
        if name in ("max", "min"):
            return best_of(m, name, n, args, number)
        return evolve(number, seen=number.seen | scores(first)) if name == "sum" else number
    if name == "getattr" and len(values) > 1 and isinstance(constant(values[1]), str):
        return attribute(m, first, str(constant(values[1])))
    if name == "setattr" and len(values) > 2 and isinstance(first.kind, (Instance, Object)):
        attribute_name = constant(values[1])
        if isinstance(attribute_name, str):
            m.put((first.kind.oid, attribute_name), values[2])
    if name in ("staticmethod", "classmethod", "property") and values:
        return first
    if name == "print":
        m.steps.append(Step(m.step_id(n.at), "report", "builtins.print", n, m.block, args, UNKNOWN))
    if name in ("print", "isinstance", "hasattr", "setattr", "str", "repr", "type", "id"):
        return Value(key=m.step_id(n.at))
    return call_library(m, "builtins." + name, None, n, args)
