"""The rows on which something is measured while it learns, and what makes it stop or keep its best state by them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from heldout.semantics.callsite import Call, oid_of, rows_in
from heldout.semantics.graph import Handle, Stop, Watched
from heldout.semantics.holdings import asked
from heldout.semantics.machine import Machine
from heldout.semantics.rows import whole
from heldout.semantics.values import Group, Literal, Many, Mapping, Seen, Value, constant


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
        if value is None or constant(value, True) is None:
            continue
        sets = _sets(value)
        for one in sets[-1:] if c.model.facts.get("watches-last") else sets:
            yield Watched(name, value, rows_in(one), _where(c, name))
    if "asks-watched" in c.model.facts and not any(c.arg(name) is not None for name in c.model.watches):
        names = (*c.model.facts["asks"][:-1], str(c.model.facts["asks-watched"]))
        given = c.data()
        value = asked(m, c, given, names)
        rows = None if value is None or value is given else rows_in(value)
        if value is not None and rows is not None:
            yield Watched(names[-1], value, rows, None)


def _sets(value: Value) -> list[Value]:
    """The sets in an argument: `[(X, y), (X2, y2)]` and `[a, b]` hold two, `(X, y)` and `{"x": x}` one."""
    kind = value.kind
    if isinstance(kind, Many):
        return _sets(kind.item)
    if isinstance(kind, Group) and (kind.kind == "list" or any(isinstance(i.kind, Group) for i in kind.items)):
        return [one for item in kind.items for one in _sets(item)]
    return [value]


def _stops(m: Machine, c: Call) -> Iterator[Stop]:
    for name in c.model.facts.get("stops", ()):
        yield from _chosen(m, c, name)
    settings = c.arg(str(c.model.facts["stops-in"])) if "stops-in" in c.model.facts else None
    for key, value in settings.kind.items if settings is not None and isinstance(settings.kind, Mapping) else ():
        if key in c.model.facts.get("stops-keys", ()) and constant(value, True) not in (None, False, 0):
            yield Stop(str(key), value, _where(c, str(c.model.facts["stops-in"])))
    unless = c.model.facts.get("stops-unless")
    if unless and not c.args.spread and constant(c.arg(str(unless)), True) is not False:
        yield Stop(str(unless), Value(Literal(True)), None)


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
