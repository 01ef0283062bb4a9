"""What subscripts, attributes, operators and assignments do to columns. Called behind what moves rows; nothing here does."""

from __future__ import annotations

from attrs import evolve

from heldout.semantics.columns import (
    VAGUE,
    Columns,
    Made,
    added,
    column,
    mixed,
    only,
    without,
)
from heldout.semantics.machine import Machine
from heldout.semantics.values import Data, Group, Literal, Value
from heldout.syntax import ir


def columns_of(m: Machine, value: Value | None) -> Columns | None:
    """The columns of a value; of a table of which nothing was said, all of its own."""
    if value is None or value.columns is not None:
        return None if value is None else value.columns
    if isinstance(value.kind, Data) and value.key is not None:
        model = m.models.cls(value.kind.cls)
        if model is not None and model.indexing in ("frame", "fields"):
            return Columns(value.key)
    return None


def names_in(value: Value | None) -> list[str] | None:
    """The column names that a value says; None when it does not say them all."""
    if value is None:
        return None
    kind = value.kind
    if isinstance(kind, Literal):
        return [kind.value] if isinstance(kind.value, str) else None
    if isinstance(kind, Group):
        names = [item.kind.value for item in kind.items if isinstance(item.kind, Literal)]
        return [str(n) for n in names] if len(names) == len(kind.items) else None
    return None


# ── subscripts, attributes, operators ────────────────────────────────────────────────────────────────────────────────


def selected(m: Machine, base: Value, node: ir.Expr, index: Value, result: Value) -> Value:
    """`base[index]`: columns by name, or rows of the same columns."""
    if not isinstance(base.kind, Data):
        return result
    if base.kind.cls.startswith("indexer:"):
        if base.columns is None:
            return result
        if not (isinstance(index.kind, Group) and isinstance(node, ir.Seq) and node.kind == "tuple"):
            return evolve(result, columns=base.columns)
        second = index.kind.items[1] if len(index.kind.items) == 2 else None
        names = names_in(second)
        if isinstance(node.items[-1], ir.Slice) and all(
            p is None for p in (node.items[-1].lower, node.items[-1].upper, node.items[-1].step)
        ):
            return evolve(result, columns=base.columns)
        if second is not None and second.content == "columns":
            return evolve(result, columns=chosen(base.columns, second))
        if names is None or second is None:
            return evolve(result, columns=VAGUE)
        one = isinstance(second.kind, Literal)
        return evolve(result, columns=column(base.columns, names[0]) if one else only(base.columns, names))
    columns = columns_of(m, base)
    if columns is None:
        return result
    names = names_in(index)
    framed = columns.series is None and _frame(m, base)
    if names is not None and framed and not isinstance(node, ir.Slice):
        one = isinstance(index.kind, Literal)
        return evolve(result, columns=column(columns, names[0]) if one else only(columns, names))
    masked = isinstance(index.kind, Data) and not (index.kind.cls == "builtins.list" and index.rows is None)
    rows = isinstance(node, ir.Slice) or index.content in ("mask", "index") or masked
    if framed and index.content == "columns":
        return evolve(result, columns=chosen(columns, index))
    if framed and not rows:  # names that are not known, or nobody knows what
        return evolve(result, columns=evolve(VAGUE, time=columns.time))
    if not framed and isinstance(node, ir.Seq) and node.kind == "tuple":
        return result if base.columns is None else evolve(result, columns=VAGUE)  # array[:, 1:]
    return result if base.columns is None and not framed else evolve(result, columns=columns)


def chosen(columns: Columns, names: Value) -> Columns:
    """The columns of a table that a list of names chooses."""
    listed = names.columns
    if listed is None or listed.origin is None or listed.origin != columns.origin or listed.series is not None:
        return evolve(VAGUE, time=columns.time)
    return evolve(listed, time=columns.time)


def _frame(m: Machine, value: Value) -> bool:
    model = m.models.cls(m.class_of(value))
    return model is not None and model.indexing in ("frame", "fields")


def attributed(m: Machine, base: Value, name: str, result: Value) -> Value:
    """`df.price` is a column, `df.values`, `df.iloc` all of them."""
    if not isinstance(base.kind, Data) or not isinstance(result.kind, Data) or result.content == "index":
        return result
    columns = columns_of(m, base)
    if columns is None:
        return result
    named = any(name in model.attributes for model in m.models.lineage(base.kind.cls))
    if _frame(m, base) and columns.series is None and not named:
        return evolve(result, columns=column(columns, name))
    return evolve(result, columns=columns)


def combined(left: Value, right: Value, result: Value) -> Value:
    """A number for each row, computed from two sides."""
    if left.columns is None and right.columns is None:
        return result
    sides = [v.columns for v in (left, right) if v.columns is not None]
    series = [c.series for c in sides]
    if None in series:  # a whole table
        return evolve(result, columns=sides[0] if len(sides) == 1 else VAGUE)
    made = series[0] if len(series) == 1 else mixed(series[0], series[1])
    if made is not None and not all(v.columns is not None or isinstance(v.kind, Literal) for v in (left, right)):
        made = evolve(made, one=None)  # something else went in
    return evolve(result, columns=of_series(sides[0], made))


def of_series(columns: Columns, made: Made | None) -> Columns:
    names = frozenset([made.one]) if made is not None and made.one is not None else columns.names
    return evolve(columns, names=names, series=made)


# ── assignments ──────────────────────────────────────────────────────────────────────────────────────────────────────

DELETED = Value(key="deleted")
"""What `del df["c"]` assigns."""


def stored(m: Machine, base: Value, key: Value | None, value: Value) -> Columns | None:
    """The columns of a table after `base[key] = value`; None where nothing is known of them."""
    columns = columns_of(m, base)
    if columns is None or columns.series is not None or key is None:
        return base.columns
    located = isinstance(base.kind, Data) and base.kind.cls.startswith("indexer:")
    if located and isinstance(key.kind, Group) and len(key.kind.items) == 2:
        key = key.kind.items[1]
    names = names_in(key)
    if value.key == DELETED.key:
        return VAGUE if names is None else without(columns, names)
    made = None if value.columns is None else value.columns.series
    if isinstance(value.kind, Literal):
        made = Made(frozenset())
    if names is None:
        return _unnamed(columns, made, _pattern(key))
    for name in names:
        columns = added(columns, name, made if len(names) == 1 else None)
    return columns


def labelled(m: Machine, base: Value, labels: Value) -> Columns | None:
    """The columns of a table after `base.index = labels`: whether its rows are labelled by dates."""
    columns = columns_of(m, base)
    if columns is None or not isinstance(base.kind, Data) or m.models.attribute(base.kind.cls, "index") != "index":
        return None
    dates = () if labels.columns is None or labels.columns.series is None else labels.columns.series.steps("date")
    kept = frozenset([trace for trace in columns.time if trace[0] != "index"])
    return evolve(columns, time=kept | {("index", step) for step in dates[:1]})


def _pattern(key: Value) -> str:
    """What is known of a name that is put together: `lag_…`."""
    if not isinstance(key.key, tuple) or key.key[:1] != ("str",):
        return "…"
    return "".join([part if isinstance(part, str) else "…" for part in key.key[1:]])


def _unnamed(columns: Columns, made: Made | None, name: str) -> Columns:
    """A column of a name that is not known: what it was made of still counts."""
    if made is None:
        return columns
    before = next((how for known, how in columns.made if known == name), None)
    changed = added(columns, name, mixed(before, evolve(made, one=None)))
    return evolve(changed, names=columns.names)
