"""Calls whose results have an order or a value that no seed fixes: listings of files, the interpreter's own hash."""

from __future__ import annotations

from collections.abc import Callable

from heldout.semantics.callsite import Call, record
from heldout.semantics.machine import Machine
from heldout.semantics.order import is_number
from heldout.semantics.values import Group, Many, Value


def _listing(m: Machine, c: Call) -> Value:
    """Names of files, in the order in which the file system has them."""
    if c.model.facts.get("walk"):  # (folder, folders, files)
        parts = tuple([Value(key=(c.id, i), order=c.id if i else None) for i in range(3)])
        return record(m, c, Value(Many(Value(Group("tuple", parts))), key=c.id))
    return record(m, c, Value(key=c.id, order=c.id))


def _hash(m: Machine, c: Call) -> Value:
    """The interpreter's own hash: of text, another one in every process."""
    given = c.data()
    number = given is not None and is_number(given)
    return record(m, c, Value(content=None if number else "hash", key=c.id))


ORDER_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {"listing": _listing, "hash": _hash}
