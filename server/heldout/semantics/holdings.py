"""Data sets and data modules of the user's own classes: which rows they hold, read off the fields that their methods count
and look into, and which they give when they are asked.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from heldout.semantics.attributes import attribute, class_attribute
from heldout.semantics.callsite import Call, rows_in, seen_in
from heldout.semantics.graph import Arguments
from heldout.semantics.machine import Machine
from heldout.semantics.rows import Rows, Segment
from heldout.semantics.values import NOTHING_SEEN, Function, Literal, Object, Ref, Seen, Value, constant
from heldout.syntax import ir

ASKED = ("__len__", "__getitem__", "__iter__")
"""The methods that say what a data set holds, the one that counts its rows first."""


def held(m: Machine, made: Value, args: Arguments) -> Value:
    """A new data set of the user's, with the rows that it holds.

    Those of the first field that `__len__` or `__getitem__` looks into; else some rows of what it was made of, nobody knows
    which: `Reviews(df, part="train")` and `Reviews(df, part="test")` are not the same.
    """
    kind = made.kind
    assert isinstance(kind, Object)
    seen: frozenset[Seen] = NOTHING_SEEN
    for value in args.all():
        seen |= seen_in(value)
    rows: Rows | None = None
    for name in _fields(m, kind.cid):
        value = m.get((kind.oid, name))
        rows = None if value is None else rows_in(value)
        if rows is not None:
            seen |= seen_in(value)
            break
    if rows is None:
        given = next((r for r in [rows_in(value) for value in args.all()] if r is not None), None)
        rows = Rows.root(kind.oid)
        if given is not None:
            rows = given.narrow(Segment(("subset", kind.oid), "kept", 0, kind="subset"))
    return Value(kind, rows, seen, None, kind.oid)


def asked(m: Machine, c: Call, value: Value | None, names: tuple[str, ...]) -> Value | None:
    """What an object of the user's gives when its methods are called, as a trainer does: the result of the last of them.

    The object is the argument, or what learns where there is none; methods that only prepare are called once.
    """
    holder = value if value is not None and constant(value, True) is not None else c.learner()
    if holder is None or not isinstance(holder.kind, Object):
        return value
    kind = holder.kind
    *before, last = names
    if class_attribute(m, kind.cid, last) is None:
        return value
    done = m.get((kind.oid, "·asked")) or ()
    for name in before:
        if name not in done and class_attribute(m, kind.cid, name) is not None:
            done = (*done, name)
            m.put((kind.oid, "·asked"), done)
            _ask(m, c, holder, name)
    return _ask(m, c, holder, last)


def _ask(m: Machine, c: Call, holder: Value, name: str) -> Value:
    """Call a method where no call is written."""
    at = -1000 - c.node.at
    return m.call(attribute(m, holder, name), ir.Call(at, ir.Const(at, None), ()), Arguments())


def is_plain(m: Machine, kind: Object) -> bool:
    """Whether an object of a network's class is known to hold no parameters: its `__init__` sets constants alone."""
    bases: tuple[Value, ...] = m.get(kind.cid) or ()
    if len(bases) != 1 or not isinstance(bases[0].kind, Ref):
        return False
    model = m.models.cls(bases[0].kind.name)
    if model is None or model.extends:
        return False
    m.get((kind.cid, "·node"))  # the code of the class decides
    init = class_attribute(m, kind.cid, "__init__")
    if init is None:
        return True
    node = m.vars.get(("def", init.kind.fid)) if isinstance(init.kind, Function) else None
    if node is None or not node.params:
        return False
    fields = [m.get((kind.oid, name)) for name in _attributes(node.body, node.params[0].name)]
    return all(value is not None and isinstance(value.kind, Literal) for value in fields)


def _fields(m: Machine, cid: Hashable) -> Iterator[str]:
    """The fields of `self` in those methods, in the order in which they are written."""
    m.get((cid, "·node"))  # the code of the class decides
    for method in ASKED:
        found = class_attribute(m, cid, method)
        if found is None or not isinstance(found.kind, Function):
            continue
        node = m.vars.get(("def", found.kind.fid))
        if node is not None and node.params:
            yield from _attributes(node.body, node.params[0].name)


def _attributes(node: Any, receiver: str) -> Iterator[str]:
    if isinstance(node, ir.Attr) and isinstance(node.base, ir.Name) and node.base.id == receiver:
        yield node.name
    elif isinstance(node, tuple):
        for item in node:
            yield from _attributes(item, receiver)
    elif hasattr(node, "__attrs_attrs__"):
        for a in node.__attrs_attrs__:
            yield from _attributes(getattr(node, a.name), receiver)
