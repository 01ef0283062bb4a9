"""Classes that only name their fields (dataclasses, named tuples and their like): what making one puts where."""

from __future__ import annotations

from collections.abc import Hashable

from heldout.semantics.callsite import Call, record
from heldout.semantics.graph import Arguments
from heldout.semantics.machine import Machine
from heldout.semantics.values import UNKNOWN, Class, Group, Literal, Object, Value, constant
from heldout.syntax import ir

MOST = 40


def named_class(m: Machine, c: Call) -> Value:
    """`namedtuple("Split", "train test")`: a class of the user's, with these fields in this order."""
    given = c.arg(c.model.params[1]) if len(c.model.params) > 1 else None
    names: list[str] = []
    if given is not None and isinstance(given.kind, Literal) and isinstance(given.kind.value, str):
        names = given.kind.value.replace(",", " ").split()
    elif given is not None and isinstance(given.kind, Group):
        for item in given.kind.items:
            first = item.kind.items[0] if isinstance(item.kind, Group) and item.kind.items else item
            if isinstance(constant(first), str):
                names.append(str(constant(first)))
    cid = ("class", *c.id)
    m.put(cid, ())
    m.put((cid, "·fields"), tuple(names))
    return record(m, c, Value(Class(cid)))


def factory(m: Machine, c: Call) -> Value:
    """`field(default_factory=StandardScaler)`: what the factory makes, or the default."""
    made = c.arg("default_factory") or c.arg("factory")
    if made is not None:
        return m.call(made, ir.Call(c.node.at, c.node.func, ()), Arguments())
    return c.arg("default") or UNKNOWN


def fields_of(m: Machine, cid: Hashable, depth: int = 0) -> tuple[str, ...]:
    """The fields of a class in the order in which they are given: those of its bases first."""
    names: list[str] = []
    for base in m.get(cid) or ():
        if isinstance(base.kind, Class) and depth < 4:
            names += fields_of(m, base.kind.cid, depth + 1)
    listed = m.get((cid, "·fields"))
    node = m.get((cid, "·node"))
    own = listed if listed is not None else () if node is None else _annotated(node.body)
    return tuple(dict.fromkeys([*names, *own]))[:MOST]


def _annotated(suite: ir.Suite) -> list[str]:
    names: list[str] = []
    for stmt in suite:
        if isinstance(stmt, ir.Unit):
            names += _annotated(stmt.body)
        elif isinstance(stmt, ir.Assign) and stmt.annotation is not None and isinstance(stmt.targets[0], ir.Name):
            names.append(stmt.targets[0].id)
    return names


def fill(m: Machine, made: Value, args: Arguments) -> None:
    """Put the arguments into the fields of an object whose class has no `__init__` of its own."""
    assert isinstance(made.kind, Object)
    if not args.positional and not args.keywords:
        return
    names = fields_of(m, made.kind.cid)
    for name, value in [*zip(names, args.positional, strict=False), *args.keywords.items()]:
        if name in names:
            m.put((made.kind.oid, name), value)


def as_group(m: Machine, value: Value) -> Value:
    """A named tuple as the tuple that it is; anything else as it is."""
    if isinstance(value.kind, Object):
        names = m.get((value.kind.cid, "·fields"))
        if names:
            return Value(Group("tuple", tuple([m.get((value.kind.oid, name)) or UNKNOWN for name in names])))
    return value
