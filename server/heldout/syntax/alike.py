"""Whether two pieces of lowered code say the same: white space and comments make another text of the same code."""

from __future__ import annotations

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
    names = fields(kind)
    if not names:
        return bool(a == b)
    for name in names:
        one, other = getattr(a, name), getattr(b, name)
        if one is not other and not alike(one, other):
            return False
    return True


def same_but_for_blocks(a: Any, b: Any) -> bool:
    """Whether two pieces say the same and are counted the same within their blocks (see `numbers`)."""
    kind = type(a)
    if kind is not type(b):
        return False
    if kind is tuple:
        return len(a) == len(b) and all(map(same_but_for_blocks, a, b))
    if kind is ir.Const:
        return a.at & 63 == b.at & 63 and type(a.value) is type(b.value) and bool(a.value == b.value)
    names = fields(kind)
    if not names:
        return bool(a == b)
    for name in names:
        one, other = getattr(a, name), getattr(b, name)
        if name == "at":
            if (one ^ other) & 63:
                return False
        elif one is not other and not same_but_for_blocks(one, other):
            return False
    return True


def fields(kind: type[Any]) -> tuple[str, ...]:
    """The names of the fields of a node; none for what is no node."""
    known = _FIELDS.get(kind)
    if known is None:
        known = _FIELDS[kind] = tuple([field.name for field in attrs.fields(kind)]) if attrs.has(kind) else ()
    return known


_FIELDS: dict[type[Any], tuple[str, ...]] = {}
