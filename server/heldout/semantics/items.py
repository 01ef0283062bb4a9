"""The items of a known tuple, list or dict, one at a time: what is done to each is a step of its own.

`train, test = (part.map(f) for part in (train, test))` makes two data sets, and not one that may be either. A step made for
an item stands where the steps of the other items stand, so it is told apart by its context: a number for the item.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from heldout.semantics.machine import Machine
from heldout.semantics.values import UNKNOWN, Group, Mapping, Value, literal

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
