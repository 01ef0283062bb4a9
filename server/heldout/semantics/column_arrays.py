"""Columns of arrays, which have no names: shifted as a whole, and put side by side; and of what is made of several of them."""

from __future__ import annotations

from attrs import evolve

from heldout.semantics.callsite import Call
from heldout.semantics.columns import NONE, Columns, Made, Trace, mixed
from heldout.semantics.tables import of_series
from heldout.semantics.values import Data, Group, Many, Mapping, Value, constant


def array_shifted(data: Value | None, c: Call) -> Columns | None:
    """An array whose rows are shifted: whatever is in it. `np.roll(x, 1)` is no evidence of an order, `np.roll(x, -1)` is."""
    given = constant(c.arg("shift"))
    if data is None or not isinstance(data.kind, Data) or data.rows is None or data.key is None:
        return None
    if not isinstance(given, int) or given >= 0 or constant(c.arg("axis"), 0) not in (0, None):
        return None
    return Columns(data.key, series=Made(frozenset()))


def stacked(c: Call, result: Value) -> Value:
    """Columns of an array that were put side by side: they have no names, but what they were made of still counts."""
    given = c.arg("axis") or c.arg("dim")
    axis = c.model.facts.get("axis") if given is None else constant(given)
    whole = c.data()
    if axis not in (1, -1) or whole is None or not isinstance(whole.kind, Group):
        return result
    made: list[tuple[str, Made]] = []
    for number, item in enumerate(whole.kind.items, 1):
        if item.columns is not None and item.columns.series is not None and item.columns.series.traces:
            made.append((f"column {number}", evolve(item.columns.series, one=None)))
    return evolve(result, columns=Columns(c.id, made=tuple(made))) if made else result


def gathered(c: Call, result: Value) -> Value:
    """Columns of a table that is made of a dict of columns, and of a data set that is made of several arrays.

    Of what they were made in other tables is left out, since names mean something else there: that they look back, and that
    the rows stand in the order of time, stays true.
    """
    first = c.args.positional[0] if c.args.positional else c.data()
    if c.model.target and first is not None and first.columns is not None:  # `Dataset(X, y)`: labels are no columns
        return evolve(result, columns=first.columns)
    kind = None if first is None else first.kind
    if isinstance(kind, Mapping):
        items = [(str(name), item) for name, item in kind.items]
    elif isinstance(kind, Many):
        items = [("…", kind.item)]
    else:
        items = [(f"array {number}", value) for number, value in enumerate(c.args.positional, 1)]
        if len(items) < 2:
            return result
    made: list[tuple[str, Made]] = []
    time: frozenset[Trace] = frozenset()
    for name, item in items:
        columns = item.columns
        if columns is None or item.data_rows() != result.data_rows():
            continue
        time |= columns.time
        inner = [how for _, how in columns.computed()] if columns.series is None else [columns.series]
        traced = [how for how in inner if how.traces]
        made += [
            (name if len(traced) == 1 else f"{name} {n}", evolve(how, of=NONE, one=None))
            for n, how in enumerate(traced)
        ]
    if not made and not time:
        return result
    origin = result.key if isinstance(kind, (Mapping, Many)) else None
    return evolve(result, columns=Columns(origin, made=tuple(made), time=time))


def of_several(c: Call, result: Value) -> Value:
    """Of several columns: `np.where(a, b, c)`."""
    made: Made | None = None
    columns: Columns | None = None
    for value in c.args.all():
        if value.columns is not None and value.columns.series is not None:
            made, columns = mixed(made, value.columns.series), value.columns
    return result if columns is None else evolve(result, columns=of_series(columns, made))
