"""Whether two pieces of lowered code say the same: white space and comments make another text of the same code."""

from __future__ import annotations

from copy import copy
from typing import Any

import attrs

from heldout.syntax import ir


def alike(a: Any, b: Any) -> bool:
    """Whether two suites (or nodes, or what stands in them) are the same, numbers of nodes included."""
    kind = type(a)
    if kind is not type(b):
        return False
    if kind is tuple:
        return len(a) == len(b) and all(map(alike, a, b))
    if kind is ir.Const:
        return a.at == b.at and type(a.value) is type(b.value) and bool(a.value == b.value)
    names = _fields(kind)
    if not names:
        return bool(a == b)
    for name in names:
        one, other = getattr(a, name), getattr(b, name)
        if one is not other and not alike(one, other):
            return False
    return True


def carried_on(old: ir.Suite, new: ir.Suite) -> ir.Suite:
    """`new`, with the statements of `old` in place of those that say the same, and `old` itself where all do."""
    found = list(new)
    count = min(len(old), len(new))
    first = 0
    while first < count and alike(old[first], new[first]):
        found[first] = old[first]
        first += 1
    if first == len(old) == len(new):
        return old
    last = 1
    while last <= count - first and alike(old[-last], new[-last]):
        found[-last] = old[-last]
        last += 1
    if (
        len(old) == len(new) == first + last
    ):  # one statement was typed in: functions in it that were not stay themselves
        was, now = old[first], new[first]
        if type(was) is type(now) and isinstance(
            now, (ir.ClassDef, ir.FunctionDef, ir.If, ir.For, ir.While, ir.With, ir.Try)
        ):
            found[first] = copy(now)  # equal texts share what they are lowered to
            found[first].body = carried_on(was.body, now.body)  # type: ignore[union-attr]
    return tuple(found)


def _fields(kind: type[Any]) -> tuple[str, ...]:
    known = _FIELDS.get(kind)
    if known is None:
        known = _FIELDS[kind] = tuple([field.name for field in attrs.fields(kind)]) if attrs.has(kind) else ()
    return known


_FIELDS: dict[type[Any], tuple[str, ...]] = {}
