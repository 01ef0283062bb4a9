"""What calls do to data: read, measure, drop, put together. One function a word of the models."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from heldout.semantics import order
from heldout.semantics.callsite import Call, drawn_of, record, returned, rows_in, seen_in, seen_of
from heldout.semantics.choosing import pick, ranked, scores
from heldout.semantics.graph import Arguments
from heldout.semantics.items import folded, known_items
from heldout.semantics.machine import Machine
from heldout.semantics.rows import INDEX_ROOT, Rows, Segment
from heldout.semantics.select import matches, without
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    Data,
    Group,
    Kind,
    Many,
    Mapping,
    Partial,
    Seen,
    Value,
    constant,
    literal,
)
from heldout.semantics.written import names_of, without_columns
from heldout.syntax import ir


def plain(m: Machine, c: Call) -> Value:
    """Whatever `rows`, `returns` and `content` say."""
    data = c.data_or_receiver()
    opened = data is not None and (isinstance(data.kind, Many) or bool(c.model.facts.get("opens")))
    rows = None if data is None else rows_in(data) if opened else data.data_rows()
    result_rows: Rows | None = None
    how = c.model.rows
    axis = constant(c.arg("axis")) if "axis" in c.model.params else None
    if how == "new":
        result_rows = Rows.root(c.id)
    elif how == "same":
        result_rows = rows
    elif how == "subset" and rows is not None:
        result_rows = (
            rows if axis in (1, "columns") else rows.narrow(Segment(("subset", c.id), "kept", 0, kind="subset"))
        )
    if c.model.returns == "self" and c.receiver is not None:
        return record(m, c, c.receiver, rows)
    kind = returned(m, c, data)
    seen = seen_of(c) if c.model.op != "construct" else NOTHING_SEEN
    if how == "subset" and data is not None:
        seen = data.seen
    content = c.model.content or (data.content if how in ("same", "subset") and data is not None else None)
    result = Value(kind, result_rows, seen, content, c.id, drawn_of(c))
    if c.model.facts.get("sorts"):
        result = ranked(m, result, c.node)
    result = order.spread(_picked(m, c, data, result), data, how, c.model.facts.get("sorts"))
    record(m, c, result, rows, NOTHING_SEEN if data is None else data.seen)
    m.call_unknown_functions(c.args)
    if constant(c.args.keywords.get("inplace")) is True and c.receiver is not None and isinstance(c.node.func, ir.Attr):
        m.rebind(c.node.func.base, evolve(result, kind=c.receiver.kind))
    out = c.args.node("out", ()) if "out" in c.args.keywords else None
    if out is not None:  # what is filled stays what it was: a table that is written to is no array
        m.rebind(out.value, evolve(result, kind=c.args.keywords["out"].kind))
    return result


def _picked(m: Machine, c: Call, data: Value | None, result: Value) -> Value:
    """A maximum or its position (`picks`), where it is one of scores."""
    if not c.model.facts.get("picks") or data is None:
        return result
    found = frozenset([s for s in scores(data) if s.how == "score"])
    return pick(m, c.node, c.name, found, c.args, result) if found else result


def _in_place(m: Machine, c: Call) -> Value:
    """`x.sub_(mean)`: the receiver keeps its rows and has now seen what the arguments have."""
    data = c.receiver
    if data is None:
        return record(m, c, UNKNOWN)
    result = evolve(data, seen=seen_of(c), drawn=drawn_of(c) or data.drawn)
    record(m, c, result, data.data_rows(), data.seen)
    if isinstance(c.node.func, ir.Attr):
        m.rebind(c.node.func.base, result)
    return result


def _compare(m: Machine, c: Call) -> Value:
    """`pred.eq(y)`, `torch.eq(pred, y)`: what `pred == y` is."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    result = Value(returned(m, c, data), rows, seen_of(c), matches(seen_of(c)), ("==", *c.id))
    return record(m, c, result, rows)


def _extreme(m: Machine, c: Call) -> Value:
    """`x.max(dim=1)`: the largest of every row, and where it stands; without a dimension, a statistic."""
    data = c.data_or_receiver()
    if data is None or reduces_rows(c) is not False:
        return _statistic(m, c)
    kind = returned(m, c, data)
    rows, seen = data.data_rows(), data.seen
    largest = Value(kind, rows, seen, None, (c.id, "values"))
    return record(
        m, c, Value(Group("tuple", (largest, evolve(largest, content="labels", key=(c.id, "indices"))))), rows
    )


def kind_of_item(c: Call) -> Kind:
    """What the parts of a data set are that comes in parts: the model's `item`."""
    item = c.model.facts.get("item")
    return Data(str(item)) if item else UNKNOWN.kind


def _statistic(m: Machine, c: Call) -> Value:
    """A number or a row computed from rows, unless it is computed across columns."""
    data = c.data_or_receiver()
    rows = None if data is None or data.content == "statistic" else data.data_rows()
    before = NOTHING_SEEN if data is None else data.seen
    over = reduces_rows(c)
    if over is False and data is not None:
        kind = Data(m.models.attribute(m.class_of(data), "·column") or m.class_of(data))
        return record(m, c, Value(kind, rows, before, c.model.content or None, c.id), rows)
    if over is None:  # along an axis that is not known: nothing is said of it
        return record(m, c, Value(UNKNOWN.kind, None, before, None, c.id), rows, before)
    seen = before if data is None else before | scores(data)
    if data is not None and isinstance(data.kind, Many):  # of vectors that were learned
        seen |= {s for s in seen_in(data) if s.how in ("statistics", "labels")}
    if rows is not None:
        seen |= {Seen(c.id, rows, c.name, "labels" if c.model.facts.get("supervised") else "statistic")}
    # A count of where predictions are as the labels say is a metric, however it is written.
    hits = data is not None and data.content == "hits"
    content = c.model.content if c.model.content not in ("", "labels") else "statistic"  # one class, of all rows
    number = Value(returned(m, c, data), None, seen, content, c.id)
    return record(m, c, _picked(m, c, data, number), rows, before, "metric" if hits else "")


def reduces_rows(c: Call) -> bool | None:
    """Whether a reduction goes over the rows (axis 0, or no axis); None when its axis is not known."""
    axis = next((c.arg(name) for name in ("axis", "dim") if name in c.model.params), None)
    if axis is None:
        axis = literal(c.model.facts.get("axis"))
    if isinstance(axis.kind, Group):
        inner = [constant(item, UNKNOWN) for item in axis.kind.items]
        return None if UNKNOWN in inner else 0 in inner
    given = constant(axis, UNKNOWN)
    return None if given is UNKNOWN else given in (None, 0, "index", "rows")


def _drop(m: Machine, c: Call) -> Value:
    """DataFrame.drop: columns, or the rows of an index."""
    data = c.data_or_receiver()
    if data is None:
        return record(m, c, UNKNOWN)
    labels, axis = c.arg("labels") or c.arg("index"), constant(c.arg("axis"), 0)
    by = c.model.facts.get("by")
    labels = labels or (c.arg(str(by)) if by else None)
    rows = data.data_rows()
    chosen = rows
    if c.arg("columns") is None and axis not in (1, "columns") and labels is not None and rows is not None:
        chosen = without(rows, labels)
    gone = c.arg("columns") or (labels if axis in (1, "columns") else None)
    result = Value(
        data.kind, chosen, without_columns(data.seen, names_of(gone)), data.content, c.id, data.drawn, order=data.order
    )
    record(m, c, result, rows, data.seen)
    if constant(c.args.keywords.get("inplace")) is True and isinstance(c.node.func, ir.Attr):
        m.rebind(c.node.func.base, result)
    return result


def _index(m: Machine, c: Call) -> Value:
    """np.arange, permutation, list(range(n)): all row numbers of something."""
    data = c.data()
    if data is not None and isinstance(data.kind, Data) and data.content != "index":
        return record(m, c, evolve(data, drawn=drawn_of(c)), data.data_rows())
    rows = data.rows if data is not None and data.content == "index" else Rows.root(INDEX_ROOT)
    return record(m, c, Value(Data("index"), rows, NOTHING_SEEN, "index", c.id, drawn_of(c)), rows)


def _partial(m: Machine, c: Call) -> Value:
    if not c.args.positional:
        return UNKNOWN
    first, *rest = c.args.positional
    return Value(Partial(first, tuple(rest), tuple(sorted(c.args.keywords.items()))))


def _reduce(m: Machine, c: Call) -> Value:
    """`functools.reduce(f, [a, b, c])`: f of the first two, of that and the third, …"""
    function, source = c.arg("function"), c.arg("iterable")
    items = None if source is None else known_items(source)
    if function is None or items is None:
        return plain(m, c)
    return folded(m, c.node, items, function, c.arg("initial"))


def _identity(m: Machine, c: Call) -> Value:
    """tqdm(x), copy(x), x.copy(): the same thing."""
    data = c.data_or_receiver()
    model = m.models.cls(c.cls)
    if c.args.keywords and not c.args.positional and model is not None and model.indexing == "parts":
        return Value(Mapping(tuple(c.args.keywords.items())))  # DatasetDict(train=…, test=…)
    return UNKNOWN if data is None else data


def _pass_on(m: Machine, c: Call) -> Value:
    """`a, b = prepare(a, b)`: what it was given, as many as there were."""
    given = c.args.positional
    result = given[0] if len(given) == 1 else Value(Group("tuple", given)) if not c.args.spread else Value(key=c.id)
    return record(m, c, result)


def _apply(m: Machine, c: Call) -> Value:
    """df.pipe(f, …): calls f with the data."""
    if c.receiver is not None and c.args.positional:
        first, *rest = c.args.positional
        return m.call(first, c.node, Arguments((c.receiver, *rest), c.args.keywords, c.args.spread, c.args.nodes[1:]))
    return UNKNOWN


DATA_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {
    "statistic": _statistic,
    "in-place": _in_place,
    "compare": _compare,
    "extreme": _extreme,
    "pass-on": _pass_on,
    "drop": _drop,
    "index": _index,
    "partial": _partial,
    "reduce": _reduce,
    "identity": _identity,
    "pipe": _apply,
}
