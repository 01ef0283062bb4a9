"""The items of a known tuple, list or dict, one at a time: what is done to each is a step of its own.

`train, test = (part.map(f) for part in (train, test))` makes two data sets, and not one that may be either. A step made for
an item stands where the steps of the other items stand, so it is told apart by its context: a number for the item.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from heldout.semantics.graph import Arguments
from heldout.semantics.machine import Machine
from heldout.semantics.values import UNKNOWN, Group, Mapping, Value, literal
from heldout.syntax import ir

MOST = 8
"""More items than that are looked at as one that stands for them all."""


def known_items(value: Value) -> Sequence[Value] | None:
    """The items that iterating over a value gives, where they are known, few, and not all alike."""
    kind = value.kind
    if isinstance(kind, Mapping):
        return [literal(key) for key, _ in kind.items] if 0 < len(kind.items) <= MOST else None
    if value.order is not None or not isinstance(kind, Group) or kind.kind == "set" or not 0 < len(kind.items) <= MOST:
        return None
    return None if all(item == UNKNOWN for item in kind.items) else kind.items


def each(m: Machine, at: int, items: Sequence[Value], do: Callable[[Value], Value]) -> list[Value]:
    """What a function gives for each item; `at` is the node that goes through them."""
    before, results = m.turn, []
    try:
        for number, item in enumerate(items):
            m.turn = m.context_of_item(before, at, number)
            results.append(do(item))
    finally:
        m.turn = before
    return results


def each_call(m: Machine, n: ir.Call, items: Sequence[Value], function: Value) -> list[Value]:
    """`map(function, items)`: each item is given to the function, as written where the items are."""
    source = n.args[1].value
    written = source.items if isinstance(source, ir.Seq) and len(source.items) == len(items) else (source,) * len(items)
    nodes = iter([ir.Arg(node.at, node, None, "") for node in written])

    def one(item: Value) -> Value:
        node = next(nodes)
        return m.call(function, ir.Call(n.at, n.args[0].value, (node,)), Arguments((item,), nodes=(node,)))

    return each(m, n.at, items, one)


def folded(m: Machine, n: ir.Call, items: Sequence[Value], function: Value, first: Value | None) -> Value:
    """`functools.reduce(function, items)`."""
    result = items[0] if first is None else first
    rest = items[1:] if first is None else items

    def one(item: Value) -> Value:
        nonlocal result
        result = m.call(function, n, Arguments((result, item)))
        return result

    each(m, n.at, rest, one)
    return result
