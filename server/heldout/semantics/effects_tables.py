"""What calls do to tables beyond reading and splitting: rows chosen by a condition or by number, joins, statistics that flow
back into the rows, and expressions of columns that only later meet a table. One function a word of the models.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from attrs import evolve

from heldout.semantics.callsite import Call, drawn_of, record, returned, seen_in, seen_of
from heldout.semantics.chosen import remember_choice
from heldout.semantics.effects_data import plain, reduces_rows
from heldout.semantics.evaluate import elements
from heldout.semantics.graph import Arguments
from heldout.semantics.machine import Machine
from heldout.semantics.rows import INDEX_ROOT, Rows, Segment
from heldout.semantics.select import by_index, fraction, mask_segment, symbol, without
from heldout.semantics.values import (
    MASKS,
    NOTHING_SEEN,
    Data,
    Function,
    Group,
    Instance,
    Literal,
    Many,
    Partial,
    Seen,
    Value,
    constant,
)

TABLE = Rows.root("table")
"""The rows of the table that an expression of columns will be computed on: known when it gets there."""


def _rescale(m: Machine, c: Call) -> Value:
    """The same rows, each of which now depends on a statistic of them all: `scale(X)`, `zscore`, `rank`, `qcut`."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    first = next(iter(c.args.positional), None)
    if first is not None and isinstance(first.kind, (Function, Partial)) and c.model.params[:1] == ("func",):
        return _each(m, c)
    before = seen_of(c)
    seen = before
    switch = c.model.facts.get("when")  # a parameter that must be a number: bin edges that are given are no statistic
    given = constant(c.arg(str(switch))) if switch else 0
    harmless = constant(first) in c.model.facts.get("unless", ())
    if rows is not None and isinstance(given, int) and reduces_rows(c) is True and not harmless:
        how = str(c.model.facts.get("how", "statistic"))
        seen |= {Seen(c.id, rows, c.cls or c.name, how)}
    return record(m, c, Value(returned(m, c, data), rows, seen, c.model.content or None, c.id), rows, before)


def _each(m: Machine, c: Call) -> Value:
    """`df.apply(f)`, `column.map(f)`: a function of the user's gets each column, group (`each`) or cell."""
    data = c.data_or_receiver()
    function = c.arg(c.model.params[0])
    rows = None if data is None else data.data_rows()
    if data is None or function is None or not isinstance(function.kind, (Function, Partial)):
        result = Value(returned(m, c, data) if data else Value().kind, rows, seen_of(c), None, c.id)
        return record(m, c, result, rows, NOTHING_SEEN if data is None else data.seen)
    cls = str(c.model.facts.get("each", "")) if constant(c.arg("axis"), 0) in (0, "index") else ""
    key = ("each", c.id)
    item = Value(Data(cls), rows, data.seen, None, key, None, data.columns) if cls else Value(seen=data.seen, key=key)
    more = {k: v for k, v in c.args.keywords.items() if k not in c.model.params and k != "args"}
    made = m.call(function, c.node, Arguments((item,), more))
    chosen = rows
    if cls and made.content == "statistic" and made.rows is None:
        chosen = None
    elif cls and rows is not None and made.rows is not None and made.rows != rows:
        chosen = rows.narrow(Segment(("subset", c.id), "kept", 0, kind="subset"))
    kind = Data(c.model.returns) if c.model.returns not in ("", "same") else data.kind
    content = "statistic" if chosen is None and rows is not None else None
    result = Value(kind, chosen, seen_of(c) | made.seen, content, c.id, None, made.columns)
    return record(m, c, result, rows, data.seen)


def _map(m: Machine, c: Call) -> Value:
    """`ds.map(f)`: a function of the user's gets every row or batch; the rows stay and have seen what it brings in."""
    data = c.data_or_receiver()
    function = c.arg(c.model.params[0])
    if data is None or function is None or not isinstance(function.kind, (Function, Partial)):
        return plain(m, evolve(c, model=evolve(c.model, rows="same", returns="same")))
    item = elements(m, data, c.node.at)
    named = function.kind.func.kind if isinstance(function.kind, Partial) else function.kind
    node = m.get(("def", named.fid)) if isinstance(named, Function) else None
    params = [p for p in node.params if p.star == "" and p.default is None] if node is not None else []
    made = m.call(function, c.node, Arguments((item,) * max(1, len(params))))
    seen = seen_of(c) | frozenset([s for s in seen_in(made) if s not in item.seen])
    return record(m, c, Value(data.kind, data.data_rows(), seen, data.content, c.id), data.data_rows(), data.seen)


def _end(m: Machine, c: Call) -> Value:
    """`df.head(n)`, `df.tail(n)`, `ds.skip(n)`: what the slices `[:n]`, `[-n:]` and `[n:]` choose."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    node = next((a.value for a in c.args.nodes if a.keyword is None or a.keyword in c.model.params), None)
    if data is None or rows is None or node is None:
        return plain(m, evolve(c, model=evolve(c.model, rows="subset", returns="same")))
    bound = symbol(m, node)
    segment = (
        Segment(("slice", bound), "head", 2, None, fraction(bound), "slice")
        if c.model.op == "head"
        else Segment(("slice", bound), "tail", 2, None, _rest(fraction(bound)), "slice")
        if c.model.op == "skip"
        else Segment(
            ("slice", -bound if isinstance(bound, (int, float)) else ("-", bound)),
            "tail",
            2,
            None,
            fraction(bound),
            "slice",
        )
    )
    return record(m, c, Value(data.kind, rows.narrow(segment), data.seen, data.content, c.id), rows, data.seen)


def _rest(share: float | None) -> float | None:
    return None if share is None else 1 - share


def _take(m: Machine, c: Call) -> Value:
    """Rows chosen by a condition, a mask, their numbers or labels: the parameter named by `by`."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    by = c.arg(str(c.model.facts.get("by", "")))
    if rows is None or data is None or by is None or constant(c.arg("axis"), 0) not in (0, None, "index"):
        return plain(m, c)
    seen = met(data, c)
    chosen = rows.narrow(_condition(c, by)) if by.content != "index" else by_index(rows, by)
    result = Value(returned(m, c, data) if c.model.returns else data.kind, chosen, seen, data.content, c.id)
    remember_choice(m, result, data, by if by.content == "index" else None, c.model.returns)
    m.call_unknown_functions(c.args)
    return record(m, c, result, rows, data.seen)


def _condition(c: Call, by: Value) -> Segment:
    if by.content in MASKS and len(c.args.positional) + len(c.args.keywords) == 1:
        return mask_segment(by.key)
    if isinstance(by.kind, Literal) and isinstance(by.kind.value, str):  # df.query("year < 2020")
        return Segment(("mask", ("text", by.kind.value)), "yes", 2, kind="mask")
    return Segment(("subset", c.id), "kept", 0, kind="subset")


def _leave_out(m: Machine, c: Call) -> Value:
    """The rows that are left without those of `by`: `np.delete`, `np.setdiff1d`."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    by = c.arg(str(c.model.facts.get("by", "")))
    if data is None or rows is None or by is None or constant(c.arg("axis"), 0) not in (0, None):
        return plain(m, c)
    result = Value(data.kind, without(rows, by), data.seen, data.content, c.id)
    return record(m, c, result, rows, data.seen)


def _numbers(m: Machine, c: Call) -> Value:
    """`rng.choice(len(X), n, replace=False)`: some row numbers, each once; anything else is drawn at random."""
    pool = c.data()
    once = constant(c.arg("replace"), True) is False
    if pool is None or not once or isinstance(pool.kind, (Group, Many)):
        return plain(m, c)
    counts = not isinstance(pool.kind, Data) and (pool.rows is None or pool.content == "statistic")
    rows = Rows.root(INDEX_ROOT) if counts else pool.data_rows()
    if rows is None:
        return plain(m, c)
    chosen = rows.narrow(Segment(("sample", c.id), "in", 2, None, None, "sample"))
    content = "index" if counts or pool.content == "index" else None
    kind = Data("index") if content else pool.kind
    return record(m, c, Value(kind, chosen, pool.seen, content, c.id, drawn_of(c)), rows)


def _join(m: Machine, c: Call) -> Value:
    """`left.merge(right, how=…)`: the rows of the side that is kept, which have now seen what the other had."""
    left = c.receiver if c.receiver is not None and isinstance(c.receiver.kind, Data) else c.arg("left")
    right = c.arg("right") or c.arg("other")
    how = constant(c.arg("how"), c.model.facts.get("how", "inner"))
    sides = [v for v in (left, right) if v is not None]
    seen = seen_of(c)
    rows: Rows | None = None
    side = right if how == "right" else left
    whole = None if side is None else side.data_rows()
    if how in ("left", "right"):
        rows = whole
    elif how in ("inner", "semi", "anti", "leftsemi", "leftanti") and whole is not None:
        rows = whole.narrow(Segment(("subset", c.id), "kept", 0, kind="subset"))
    kind = next((v.kind for v in sides if isinstance(v.kind, Data)), returned(m, c, None))
    before = NOTHING_SEEN if side is None else side.seen
    return record(m, c, Value(kind, rows, seen, None, c.id), whole, before)


# ── expressions of columns ──────────────────────────────────────────────────────────────────────────────────────────


def _column(m: Machine, c: Call) -> Value:
    """`pl.col("x")`: a column of a table that is not there yet. Equal names are the same column."""
    names = tuple([v.kind.value for v in c.args.all() if isinstance(v.kind, Literal)])
    key: Hashable = ("column", *names) if len(names) == len([*c.args.all()]) and names else c.id
    return record(m, c, Value(returned(m, c, None), None, seen_of(c), None, key))


def _column_statistic(m: Machine, c: Call) -> Value:
    """`pl.col("x").mean()`, `F.mean("x")`: a statistic of the table that it will be computed on."""
    data = c.data_or_receiver()
    seen = seen_of(c) | {Seen(c.id, TABLE, c.name, "statistic")}
    content = None if c.model.facts.get("keeps-rows") else "statistic"
    return record(m, c, Value(returned(m, c, data), None, seen, content, c.id))


def _over(m: Machine, c: Call) -> Value:
    """`F.avg("x").over(window)`: a statistic of what the window holds. Only a window that is known to hold whole groups has
    later rows in it; one with an order ends at the row itself, if nothing else is said.
    """
    data = c.data_or_receiver()
    if data is None:
        return plain(m, c)
    whole = all(isinstance(value.kind, Instance) for value in c.args.all())
    seen = frozenset([s for s in data.seen if whole or s.rows != TABLE])
    return record(m, c, Value(data.kind, None, seen, None, c.id, data.drawn))


def met(data: Value, c: Call) -> frozenset[Seen]:
    """What a table has seen after it met expressions: their statistics are of its rows."""
    seen = data.seen
    rows = data.data_rows()
    values = list(c.args.all())
    while values:
        value = values.pop()
        if isinstance(value.kind, Group):
            values += value.kind.items
        elif isinstance(value.kind, Many):
            values.append(value.kind.item)
        for s in value.seen:
            if s.rows != TABLE:
                seen |= {s}
            elif rows is not None:
                seen |= {evolve(s, rows=rows)}
    return seen


def _columns(m: Machine, c: Call) -> Value:
    """`df.with_columns(…)`, `df.select(…)`: the same rows with other columns; of statistics alone, a statistic."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    if data is None:
        return plain(m, c)
    seen = met(data, c)
    given = list(c.args.all())
    alone = bool(given and c.model.facts.get("replaces")) and all(_is_statistic(v) for v in given)
    result = Value(data.kind, None if alone else rows, seen, "statistic" if alone else data.content, c.id)
    m.call_unknown_functions(c.args)
    return record(m, c, result, rows, data.seen)


def _is_statistic(value: Value) -> bool:
    if isinstance(value.kind, Group):
        return bool(value.kind.items) and all(_is_statistic(v) for v in value.kind.items)
    return _is_statistic(value.kind.item) if isinstance(value.kind, Many) else value.content == "statistic"


TABLE_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {
    "rescale": _rescale,
    "apply": _each,
    "head": _end,
    "tail": _end,
    "skip": _end,
    "map": _map,
    "take": _take,
    "leave-out": _leave_out,
    "numbers": _numbers,
    "join": _join,
    "column": _column,
    "column-statistic": _column_statistic,
    "columns": _columns,
    "over": _over,
}
