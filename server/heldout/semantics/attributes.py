"""What `base.name` is: for modules, objects, classes, and data of libraries."""

from __future__ import annotations

from collections.abc import Hashable

from attrs import evolve

from heldout.semantics.callsite import learned
from heldout.semantics.chosen import NUMBERS, WHOLE
from heldout.semantics.machine import Machine
from heldout.semantics.modules import member
from heldout.semantics.rows import Rows
from heldout.semantics.tables import attributed, columns_of
from heldout.semantics.values import (
    NOTHING_SEEN,
    WEIGHTS,
    Bound,
    Class,
    Data,
    Either,
    Function,
    Instance,
    Many,
    Module,
    Object,
    Ref,
    Value,
    compact,
    join_all,
)
from heldout.semantics.written import within

BY_COLUMN = ("statistic", "pairs")
"""Numbers that stand for columns: one each, or one for each pair of them."""


def attribute(m: Machine, base: Value, name: str) -> Value:
    """What `base.name` is."""
    kind = base.kind
    if isinstance(kind, Ref):
        return Value(Ref(m.models.canonical(f"{kind.name}.{name}")), drawn=base.drawn)
    if isinstance(kind, Module):
        return member(m, kind.index, name)
    if isinstance(kind, Either):
        return join_all([attribute(m, option, name) for option in kind.options])
    if isinstance(kind, (Object, Instance)):
        value = m.get((kind.oid, name))
        if value is not None:
            return value  # type: ignore[no-any-return]
        if isinstance(kind, Object):
            found = class_attribute(m, kind.cid, name)
            if found is not None:
                if isinstance(found.kind, Function):
                    return _method(m, found, base)
                return found
    if isinstance(kind, Class):
        found = class_attribute(m, kind.cid, name)
        if found is not None:
            makes = isinstance(found.kind, Function) and "builtins.classmethod" in (
                m.get(("decorators", found.kind.fid)) or ()
            )
            return _method(m, found, base) if makes else found
    cls = m.class_of(base)
    if isinstance(kind, Data) and (other := m.models.otherwise(cls, name)):
        base, cls = evolve(base, kind=Data(other)), other
    if cls and m.models.method(cls, name) is None:
        what = m.models.attribute(cls, name)
        if what is not None:
            return attributed(m, base, name, _library_attribute(m, base, name, what))
    key: Hashable = None if base.key is None else compact(("attr", base.key, name))
    if isinstance(kind, Instance) and name.endswith("_") and not name.startswith(("_", "n_", "best_")):
        seen = learned(m, base)
        if seen:
            return Value(Bound(base, name), None, seen, "statistic", key)
    if base.content in BY_COLUMN and name in ("index", "columns"):
        return Value(content="columns", seen=base.seen, key=key)
    return Value(Bound(base, name), None, base.seen, base.content if base.content in BY_COLUMN else None, key)


def _library_attribute(m: Machine, base: Value, name: str, what: str) -> Value:
    key: Hashable = None if base.key is None else compact(("attr", base.key, name))
    rows = base.data_rows()
    if what == "same":
        return base
    if what in (WHOLE, NUMBERS):
        chosen: Value | None = m.get((base.key, what))
        return Value(key=key) if chosen is None else chosen
    if what[:1] == "[":  # several, each with all rows
        return Value(Many(Value(Data(what[1:-1]), rows, base.seen, key=compact(("item", key)))), key=key)
    if what == "none":
        return Value(key=compact(("attr", base.key or base, name)))
    if what == "weights":
        return Value(Many(Value(Bound(base, WEIGHTS), key=("weights", key))), key=key)
    if what == "transposed":  # what were columns are the rows now
        return Value(Data(m.class_of(base)), None if key is None else Rows.root(key), base.seen, base.content, key)
    if what == "learned":
        return Value(Bound(base, name), None, base.seen | learned(m, base), None, key)
    if what == "columns":
        columns = columns_of(m, base)
        listed = columns if columns is None or columns.series is None else None
        return Value(content="columns", key=compact(("attr", base.key or base, name)), columns=listed)
    if what == "index" and base.content in BY_COLUMN:
        return Value(content="columns", seen=base.seen, key=key)
    if what == "index":
        return Value(Data("index"), rows, NOTHING_SEEN, "index", key)
    if what == "indexer":
        return Value(
            Data("indexer:" + m.class_of(base)), rows, base.seen, base.content, base.key, base.drawn, order=base.order
        )
    column = what == m.models.attribute(m.class_of(base), "·column")  # df.age
    seen = within(base.seen, frozenset([name])) if column else base.seen
    return Value(Data(what), rows, seen, base.content, key, base.drawn, order=base.order)


def class_attribute(m: Machine, cid: Hashable, name: str, depth: int = 0) -> Value | None:
    """A name of a user's class or of the user's classes it derives from."""
    value: Value | None = m.get((cid, name))
    if value is None and depth < 8:
        for base in m.get(cid) or ():
            if isinstance(base.kind, Class):
                value = class_attribute(m, base.kind.cid, name, depth + 1)
                if value is not None:
                    break
    return value


def _method(m: Machine, function: Value, receiver: Value) -> Value:
    kind = function.kind
    assert isinstance(kind, Function)
    decorators = m.get(("decorators", kind.fid)) or ()
    if "builtins.staticmethod" in decorators:
        return function
    if "builtins.classmethod" in decorators and isinstance(receiver.kind, Object):
        receiver = Value(Class(receiver.kind.cid))
    bound = Value(evolve(kind, receiver=receiver))
    if "builtins.property" in decorators:
        return m.invoke(bound)
    return bound
