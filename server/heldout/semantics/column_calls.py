"""What calls of libraries do to columns: kept, dropped, renamed, joined, and computed from those of other rows."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from heldout.semantics.callsite import Call, parts_of
from heldout.semantics.column_arrays import array_shifted, gathered, of_several, stacked
from heldout.semantics.columns import (
    VAGUE,
    Columns,
    Made,
    StepId,
    Trace,
    added,
    column,
    mixed,
    renamed,
    side_by_side,
    without,
)
from heldout.semantics.expressions import met_columns, of_names
from heldout.semantics.machine import Machine
from heldout.semantics.tables import columns_of, names_in, of_series
from heldout.semantics.values import Data, Either, Function, Group, Mapping, Partial, Value, constant
from heldout.syntax import ir

STATISTICS = frozenset(["count", "max", "mean", "median", "min", "nunique", "prod", "size", "std", "sum", "var"])


def after(m: Machine, c: Call, result: Value) -> Value:
    """The result of a call of a library, with its columns."""
    op = c.model.op
    if op == "split":
        return _split(m, c, result)
    if not isinstance(result.kind, Data) and result.kind != UNKNOWN_KIND:
        return result
    if op == "source":
        return _read(c, result)
    if op == "concat" and isinstance(result.kind, Data) and result.columns is None:
        return stacked(c, result)
    if op == "construct" and isinstance(result.kind, Data) and result.columns is None:
        made = gathered(c, result)
        if made is not result:
            return made
    data = c.data_or_receiver()
    columns = columns_of(m, data)
    if columns is None and op == "shift":
        columns = of_names(c.args.positional) if c.model.facts.get("names-columns") else array_shifted(data, c)
    if columns is None and op == "column":
        named = of_names(c.args.positional) if len(c.args.positional) == 1 else None
        return result if named is None else evolve(result, columns=named)
    if columns is None:
        return of_several(c, result) if result.columns is None else result
    if result is data or result.columns is not None:
        return result
    found = AFTER.get(op, _same)(m, c, columns)
    if found is None:
        return result
    changed = evolve(result, columns=found)
    if constant(c.args.keywords.get("inplace")) is True and isinstance(c.node.func, ir.Attr) and c.receiver is not None:
        m.rebind(c.node.func.base, evolve(changed, kind=c.receiver.kind))
    return changed


def _read(c: Call, result: Value) -> Value:
    """A table as it is read: columns, and labels of rows, that are read as dates."""
    given, index = c.args.keywords.get("parse_dates"), c.args.keywords.get("index_col")
    names = names_in(given)
    labels = index is not None and (constant(given) is True or (names_in(index) or [""])[0] in (names or ()))
    if not names and not labels:
        return result
    columns = _dated(Columns(result.key), c.id, names or [])
    return evolve(result, columns=evolve(columns, time=columns.time | {("index", c.id)}) if labels else columns)


def _dated(columns: Columns, step: StepId, names: list[str]) -> Columns:
    """Columns that are read as dates."""
    for name in names:
        columns = added(columns, name, Made(frozenset([name]), traces=frozenset([("date", step)]), one=name))
    return columns


UNKNOWN_KIND = Value().kind


def _split(m: Machine, c: Call, result: Value) -> Value:
    """Parts of rows have the columns of the whole."""
    if not isinstance(result.kind, Group) or len(result.kind.items) != 2 * len(c.args.positional):
        return result
    columns = [columns_of(m, value) for value in c.args.positional]
    if not any(columns):
        return result
    items = [evolve(v, columns=columns[i // 2]) for i, v in enumerate(result.kind.items)]
    return evolve(result, kind=evolve(result.kind, items=tuple(items)))


def _same(m: Machine, c: Call, columns: Columns) -> Columns | None:
    """Most calls keep columns, or compute one from some; a method that changes names says so (`columns`)."""
    how = c.model.facts.get("columns")
    columns = _labelled(c, columns)
    if how == "new" or (c.model.rows == "subset" and constant(c.args.keywords.get("axis"), 0) not in (0, "index")):
        return evolve(VAGUE, time=columns.time)
    if how == "drop":
        return _without(columns, [*c.args.all()])
    if how == "rename":
        table = c.arg("columns")
        if columns.series is not None:
            new = names_in(next(iter(c.args.all()), None))
            return evolve(columns, names=frozenset(new)) if new else columns
        if table is not None and isinstance(table.kind, Mapping):
            return renamed(columns, {str(k): str(constant(v)) for k, v in table.kind.items})
        return VAGUE if table is not None or c.args.positional else columns
    if how == "assign":
        for name, value in c.args.keywords.items():
            columns = added(columns, name, None if value.columns is None else value.columns.series)
        return columns
    if how == "one":  # get(name), pop(name)
        names = names_in(next(iter(c.args.all()), None))
        if names and len(names) == 1:
            if c.model.facts.get("removes") and isinstance(c.node.func, ir.Attr) and c.receiver is not None:
                m.rebind(c.node.func.base, evolve(c.receiver, columns=without(columns, names)))
            return column(columns, names[0])
        return VAGUE
    if c.model.facts.get("sorts"):
        dates = {("sorted", c.id)} if any(columns.how(n).steps("date") for n in names_in(c.arg("by")) or ()) else set()
        return evolve(columns, time=columns.time | dates)
    if c.model.facts.get("deduplicates"):
        return evolve(columns, time=frozenset())
    if columns.series is None:
        return columns
    made: Made | None = columns.series
    if c.model.facts.get("reads-dates"):
        made = evolve(columns.series, traces=columns.series.traces | {("date", c.id)})
    for value in c.args.all():
        if value.columns is not None and value.columns.series is not None:
            made = mixed(made, value.columns.series)
    return of_series(columns, made)


def _labelled(c: Call, columns: Columns) -> Columns:
    """What becomes of the labels of rows: dates that are sorted put the rows in the order of time."""
    what = c.model.facts.get("index")
    if what == "drops":
        return evolve(columns, time=frozenset([trace for trace in columns.time if trace[0] != "index"]))
    if what == "keys":
        dates = any(columns.how(name).steps("date") for name in names_in(c.arg("keys")) or ())
        return evolve(columns, time=columns.time | {("index", c.id)}) if dates else columns
    if (
        what == "sorts"
        and constant(c.arg("axis"), 0) in (0, "index")
        and any(kind == "index" for kind, _ in columns.time)
    ):
        return evolve(columns, time=columns.time | {("sorted", c.id)})
    return columns


def _traced(columns: Columns, change: Callable[[Made], Made]) -> Columns:
    """The same change to a single column, or to every column of a table."""
    if columns.series is not None:
        return evolve(columns, series=change(columns.series), names=None)
    every = change(Made(frozenset(columns.names or ())))
    return evolve(columns, made=tuple([(name, change(made)) for name, made in columns.made]), series=every, names=None)


def _shift(m: Machine, c: Call, columns: Columns) -> Columns:
    """`shift(n)`, `diff(n)`, `pct_change(n)`: values of other rows."""
    given = next((v for v in map(c.arg, ("periods", "shift", "n", "offset")) if v is not None), None)
    n = constant(given, None) if given is not None else 1
    if not isinstance(n, int) and given is not None:
        n = _least(c, given)
    if c.model.facts.get("ahead") and isinstance(n, int):  # lead(x, 1) is lag(x, -1)
        n = -n
    moves = c.node.func.name in ("shift", "roll", "lag", "lead") if isinstance(c.node.func, ir.Attr) else True
    if isinstance(n, bool) or not isinstance(n, int):
        return _traced(columns, lambda made: Made(made.of, None, made.traces | {("lag", c.id)}))
    kind: Trace = ("future" if n < 0 else "lag", c.id)

    def change(made: Made) -> Made:
        ahead = None if made.ahead is None else made.ahead - n if moves else max(made.ahead, made.ahead - n)
        return Made(made.of, ahead, made.traces | {kind})

    return _traced(columns, change)


def _least(c: Call, given: Value) -> int | None:
    """Of the shifts of a loop, the one nearest to the row, where they all go one way: -1 of `shift(-n) for n in (1, 2)`."""
    node = c.args.node("periods", c.model.params) or c.args.node("shift", c.model.params)
    sign = -1 if node is not None and isinstance(node.value, ir.Unary) and node.value.op == "-" else 1
    key = given.key[1] if sign < 0 and isinstance(given.key, tuple) and len(given.key) == 2 else given.key
    if isinstance(key, tuple) and key[:1] == ("item",) and isinstance(key[1], tuple) and key[1][:1] == ("range",):
        start = key[1][1] if len(key[1]) > 2 else 0
        return sign * start if isinstance(start, int) and start > 0 else None
    options = [constant(o) for o in given.kind.options] if isinstance(given.kind, Either) else []
    steps = [sign * o for o in options if isinstance(o, int)]
    if not steps or len(steps) < len(options) or min(steps) < 0 < max(steps) or 0 in steps:
        return None
    return min(steps, key=abs)


def _window(m: Machine, c: Call, columns: Columns) -> Columns:
    """`rolling`, `expanding`, `ewm`: the row's own value and those before it; with `center=True`, also after it."""
    traces: set[Trace] = {("window", c.id)}
    if constant(c.arg("center")) is True:
        traces.add(("centered", c.id))
    return _traced(columns, lambda made: Made(made.of, made.ahead, made.traces | traces))


def _smooth(m: Machine, c: Call, columns: Columns) -> Columns:
    return _traced(columns, lambda made: Made(made.of, made.ahead, made.traces | {("centered", c.id)}))


def _group(m: Machine, c: Call, columns: Columns) -> Columns:
    return evolve(columns, grouped=c.id)


def _statistic(m: Machine, c: Call, columns: Columns) -> Columns | None:
    """Of groups: one number for each; of a whole column, nothing that a row could be told by."""
    if columns.grouped is None:
        return None
    named: list[tuple[str, str]] = [
        (key, str(constant(value.kind.items[0])))
        for key, value in c.args.keywords.items()
        if isinstance(value.kind, Group) and value.kind.items
    ]
    if columns.series is None and named:  # agg(mean_price=("price", "mean"))
        made = [
            (new, Made(columns.how(old).of, 0, columns.how(old).traces | {("aggregate", c.id)})) for new, old in named
        ]
        return Columns(c.id, made=tuple(sorted(made, key=lambda item: item[0])))
    if columns.series is None:
        return Columns(c.id)
    return _aggregate(columns, c.id)


def _aggregate(columns: Columns, step: StepId) -> Columns:
    made = columns.series
    assert made is not None
    series = Made(made.of, made.ahead, made.traces | {("aggregate", step)})
    return evolve(columns, series=series, grouped=None)


def _rescale(m: Machine, c: Call, columns: Columns) -> Columns | None:
    """`groupby(k)[c].transform("mean")`: the number of its group for each row."""
    if columns.grouped is not None and columns.series is not None and constant(c.arg("func")) in STATISTICS:
        return _aggregate(columns, c.id)
    return _same(m, c, columns)


def _each(m: Machine, c: Call, columns: Columns) -> Columns | None:
    function = c.arg(c.model.params[0]) if c.model.params else None
    if function is not None and isinstance(function.kind, (Function, Partial)):
        return columns if columns.series is not None and columns.grouped is None else VAGUE
    return _same(m, c, columns)


def _drop(m: Machine, c: Call, columns: Columns) -> Columns:
    axis = constant(c.arg("axis"), 0)
    labels = c.arg("columns") or (c.arg("labels") if axis in (1, "columns") else None)
    if labels is None:
        return columns if axis in (0, 1, "index", "rows", "columns") else VAGUE
    return _without(columns, [labels])


def _without(columns: Columns, given: list[Value]) -> Columns:
    """Without the columns that some arguments name."""
    gone: list[str] = []
    for value in given:
        if not isinstance(constant(value), bool):
            names = names_in(value)
            if names is None:
                return evolve(VAGUE, time=columns.time)
            gone += names
    return without(columns, gone)


def _columns(m: Machine, c: Call, columns: Columns) -> Columns:
    return met_columns(c, columns)


def _transform(m: Machine, c: Call, columns: Columns) -> Columns | None:
    """What takes some of the columns that it is given, or has a part that does, gives nobody knows which."""
    parts = [value for value in (c.receiver,) if value is not None]
    for part in parts:  # grows by the parts of parts
        model = m.models.cls(m.class_of(part))
        if model is not None and model.facts.get("takes-columns"):
            return evolve(VAGUE, time=columns.time)
        parts += parts_of(m, part) if len(parts) < 50 else ()
    return _same(m, c, columns)


def _join(m: Machine, c: Call, columns: Columns) -> Columns:
    right = c.arg("right") or c.arg("other")
    other = columns_of(m, right)
    if other is None:
        return columns
    suffixes = names_in(c.args.keywords.get("suffixes")) or ["_x", "_y"]
    return evolve(side_by_side(columns, other, suffixes[-1]), time=columns.time)


def _concat(m: Machine, c: Call, columns: Columns) -> Columns | None:
    return None


AFTER: dict[str, Callable[[Machine, Call, Columns], Columns | None]] = {
    "shift": _shift,
    "window": _window,
    "smooth": _smooth,
    "group": _group,
    "statistic": _statistic,
    "rescale": _rescale,
    "apply": _each,
    "drop": _drop,
    "columns": _columns,
    "transform": _transform,
    "fit-transform": _transform,
    "join": _join,
    "concat": _concat,
    "resample": _concat,
    "resample-rows": _concat,
    "metric": _concat,
    "score": _concat,
    "predict": _concat,
    "construct": _concat,
}
