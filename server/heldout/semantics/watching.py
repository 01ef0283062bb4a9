"""The rows on which something is measured while it learns, and what makes it stop or keep its best state by them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from heldout.semantics.callsite import Call, oid_of, rows_in
from heldout.semantics.graph import Handle, Stop, Watched
from heldout.semantics.holdings import asked
from heldout.semantics.machine import Machine
from heldout.semantics.rows import whole
from heldout.semantics.values import Group, Literal, Many, Seen, Value, constant


def watched(m: Machine, c: Call) -> tuple[Watched, ...]:
    """What a fit watches: its own arguments, then those that its object was made with."""
    found = [*_watched(m, c)]
    oid = oid_of(c.receiver)
    given = {w.name for w in found}
    return (*found, *[w for w in (m.get((oid, "·watched")) or () if oid is not None else ()) if w.name not in given])


def stops(m: Machine, c: Call) -> tuple[Stop, ...]:
    """What makes a fit stop, or keep its best state, by the rows it watches."""
    oid = oid_of(c.receiver)
    return (*_stops(m, c), *((m.get((oid, "·stops")) or ()) if oid is not None else ()))


def remember(m: Machine, c: Call, oid: Hashable) -> None:
    """Keep with a new object what it will watch, and what it stops by."""
    found, stopping = tuple(_watched(m, c)), tuple(_stops(m, c))
    keeps = c.model.facts.get("keeps-best")
    if c.model.facts.get("stops-early"):
        stopping = (*stopping, Stop("", Value(Literal(True)), None))
    elif keeps:
        stopping = (*stopping, *_chosen(m, c, str(keeps)))
    if found:
        m.put((oid, "·watched"), found)
    if stopping:
        m.put((oid, "·stops"), stopping)


def marks(found: tuple[Watched, ...], step: tuple[int, int, int], by: str) -> frozenset[Seen]:
    """What a model has seen of the rows that it was measured on while it learned."""
    return frozenset([Seen(step, whole(w.rows), by, "watched") for w in found if w.rows is not None])


def _watched(m: Machine, c: Call) -> Iterator[Watched]:
    for name in c.model.watches:
        value = c.arg(name)
        if value is not None and constant(value, True) is not None:
            yield Watched(name, value, rows_in(value), _where(c, name))
    if "asks-watched" in c.model.facts and not any(c.arg(name) is not None for name in c.model.watches):
        names = (*c.model.facts["asks"][:-1], str(c.model.facts["asks-watched"]))
        given = c.data()
        value = asked(m, c, given, names)
        rows = None if value is None or value is given else rows_in(value)
        if value is not None and rows is not None:
            yield Watched(names[-1], value, rows, None)


def _stops(m: Machine, c: Call) -> Iterator[Stop]:
    for name in c.model.facts.get("stops", ()):
        yield from _chosen(m, c, name)


def _chosen(m: Machine, c: Call, name: str) -> Iterator[Stop]:
    value = c.arg(name)
    for found in () if value is None else _choosing(m, value):
        yield Stop(name, found, _where(c, name))


def _choosing(m: Machine, value: Value, depth: int = 0) -> Iterator[Value]:
    """What in a value chooses: a switch that is on, or an object that does."""
    kind = value.kind
    if isinstance(kind, Literal):
        if kind.value not in (None, False, 0):
            yield value
    elif isinstance(kind, (Group, Many)) and depth < 3:
        for item in kind.items if isinstance(kind, Group) else (kind.item,):
            yield from _choosing(m, item, depth + 1)
    elif oid_of(value) is not None and m.get((oid_of(value), "·stops")):
        yield value


def _where(c: Call, name: str) -> Handle | None:
    node = c.args.node(name, c.model.params)
    return None if node is None else Handle(c.id[1], node.value.at)
