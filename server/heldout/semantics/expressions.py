"""Expressions of columns that only later meet a table: what `pl.col("x").shift(1).alias("y")` adds to it.

Until then their columns are those of no table: each is known by the names that went in, and resolved when a table is there.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from heldout.semantics.callsite import Call
from heldout.semantics.columns import VAGUE, Columns, Made, added, only
from heldout.semantics.tables import names_in
from heldout.semantics.values import Group, Mapping, Value, constant

EXPRESSION = "expression"
"""The origin of columns that no table has yet."""
Named = tuple[str, "Made | None"]


def of_names(values: Sequence[Value]) -> Columns | None:
    """The column that a call names: `pl.col("x")`, `F.lag("x", 1)`."""
    name = constant(values[0]) if values else None
    if not isinstance(name, str) or not name or not (name[0].isalpha() or name[0] == "_"):
        return None
    return Columns(EXPRESSION, frozenset([name]), series=Made(frozenset([name]), one=name))


def met_columns(c: Call, columns: Columns) -> Columns:
    """The columns of a table after it met expressions: beside its own, or in place of them (`replaces`)."""
    alone = bool(c.model.facts.get("replaces"))
    items, known = _items(c)
    if alone and not known:
        return evolve(VAGUE, time=columns.time)
    result = only(columns, [name for name, _ in items]) if alone else columns
    for name, made in items:
        if made is None or made.one != name or made.traces:
            result = added(result, name, None if made is None else _resolved(columns, made))
    return result


def _items(c: Call) -> tuple[list[Named], bool]:
    """The columns that arguments make, and whether those are all."""
    items: list[Named] = []
    known = not c.args.spread
    given = str(c.model.facts.get("named", ""))
    if given:  # withColumn("y", expression)
        name, value = constant(c.arg(given)), next(iter([*c.args.all()][1:]), None)
        return ([(name, _made(value))], True) if isinstance(name, str) else ([], False)
    waiting = list(c.args.positional)
    while waiting:
        value = waiting.pop(0)
        if isinstance(value.kind, Group):
            waiting = [*value.kind.items, *waiting]
        elif isinstance(value.kind, Mapping):
            items += [(str(name), _made(part)) for name, part in value.kind.items]
        elif isinstance(constant(value), str):
            items.append((str(constant(value)), Made(frozenset([str(constant(value))]), one=str(constant(value)))))
        elif value.columns is not None and value.columns.names is not None and len(value.columns.names) == 1:
            items.append((next(iter(value.columns.names)), _made(value)))
        else:
            known = False
    items += [(name, _made(value)) for name, value in c.args.keywords.items()]
    return items, known


def _made(value: Value | None) -> Made | None:
    if value is None:
        return None
    if value.columns is None:
        names = names_in(value)
        return Made(frozenset(names), one=names[0]) if names and len(names) == 1 else None
    return value.columns.series


def _resolved(columns: Columns, made: Made) -> Made:
    """How a column was computed, given how those were that went in."""
    ahead, traces, of = made.ahead, made.traces, made.of
    for name in made.of:
        how = columns.how(name)
        traces, of = traces | how.traces, of | how.of
        if how.traces:
            ahead = None if ahead is None or how.ahead is None else ahead + how.ahead
    return Made(of, ahead, traces, made.one)
