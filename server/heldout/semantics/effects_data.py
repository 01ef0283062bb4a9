"""What calls do to data: read, split, sample, drop, put together. One function a word of the models."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from heldout.semantics.callsite import Call, drawn_of, record, returned, rows_in, seen_of
from heldout.semantics.graph import Arguments
from heldout.semantics.machine import Machine
from heldout.semantics.rows import INDEX_ROOT, Rows, Segment, union
from heldout.semantics.select import without
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
    content = c.model.content or (data.content if how == "same" and data is not None else None)
    result = Value(kind, result_rows, seen, content, c.id, drawn_of(c))
    record(m, c, result, rows, NOTHING_SEEN if data is None else data.seen)
    m.call_unknown_functions(c.args)
    if constant(c.args.keywords.get("inplace")) is True and c.receiver is not None and isinstance(c.node.func, ir.Attr):
        m.rebind(c.node.func.base, evolve(result, kind=c.receiver.kind))
    out = c.args.node("out", ()) if "out" in c.args.keywords else None
    if out is not None:
        m.rebind(out.value, result)
    return result


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
    result = Value(returned(m, c, data), rows, seen_of(c), "mask", ("==", *c.id))
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
    seen = before
    if rows is not None:
        seen |= {Seen(c.id, rows, c.name, "statistic")}
    # A count of where predictions are as the labels say is a metric, however it is written.
    hits = data is not None and data.content == "mask" and any(s.how in ("model", "answers") for s in before)
    op = "metric" if hits else ""
    return record(m, c, Value(returned(m, c, data), None, seen, "statistic", c.id), rows, before, op)


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


def _split(m: Machine, c: Call) -> Value:
    """train_test_split: (a_train, a_test, b_train, b_test, …)."""
    share = _test_share(c)
    results: list[Value] = []
    rows = seen = None
    arrays = c.args.positional if c.model.data != ("self",) or c.receiver is None else (c.receiver,)
    for data in arrays:
        whole = data.data_rows()
        if rows is None:
            rows, seen = whole, data.seen
        for role, fraction in (("train", None if share is None else 1 - share), ("test", share)):
            chosen = None if whole is None else whole.narrow(Segment(("split", c.id), role, 2, role, fraction))
            kind = data.kind if isinstance(data.kind, Data) else UNKNOWN.kind
            results.append(
                Value(kind, chosen, data.seen, data.content, ("split", c.id, role, len(results) // 2), drawn_of(c))
            )
    keys = c.model.facts.get("keys", ())
    if c.args.spread or not results:
        result = Value(key=c.id)
    elif keys:
        result = Value(Mapping(tuple(zip(keys, results, strict=False))))
    else:
        result = Value(Group("list", tuple(results)))
    return record(m, c, result, rows, seen or NOTHING_SEEN)


def _test_share(c: Call) -> float | None:
    for name, invert in (("test_size", False), ("train_size", True)):
        value = c.arg(name)
        if value is not None:
            given = constant(value)
            if isinstance(given, float) and 0 < given < 1:
                return round(1 - given if invert else given, 6)
            return None
    default = c.model.facts.get("default-test")
    return float(default) if default is not None else None


def _folds(m: Machine, c: Call) -> Value:
    """A splitter's split(): pairs of row numbers."""
    data = c.data()
    rows = None if data is None else data.data_rows()
    pair = []
    for role in ("train", "test"):
        segment = Segment(("folds", c.id), role, 2, role, kind="fold")
        pair.append(Value(Data("index"), Rows.root(INDEX_ROOT).narrow(segment), NOTHING_SEEN, "index", (c.id, role)))
    return record(
        m, c, Value(Many(Value(Group("tuple", tuple(pair))))), rows, NOTHING_SEEN if data is None else data.seen
    )


MOST_PARTS = 20
"""More parts than that nobody tells apart by name."""


def _parts(m: Machine, c: Call) -> Value:
    """random_split and its like: as many disjoint parts as there are lengths."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    cuts = c.model.facts.get("cuts")
    lengths = c.arg(str(cuts or c.model.facts.get("lengths", "lengths")))
    sizes = lengths.kind.items if lengths is not None and isinstance(lengths.kind, Group) else ()
    if cuts and sizes:  # n places to cut at leave n + 1 parts
        sizes = (UNKNOWN,) * (len(sizes) + 1)
    number = constant(lengths)
    if isinstance(number, int) and 1 < number <= MOST_PARTS:
        sizes = (UNKNOWN,) * number
    if constant(c.arg("axis"), 0) not in (0, None):
        sizes = ()
    count = len(sizes)
    if rows is None or data is None or not count:
        return record(m, c, Value(key=c.id), rows)
    parts = []
    for i, size in enumerate(sizes):
        given = constant(size)
        share = given if isinstance(given, float) and 0 < given < 1 else None
        segment = Segment(("parts", c.id), str(i), count, None, share)
        kind = Data(c.model.returns) if c.model.returns and c.model.returns != "same" else data.kind
        parts.append(Value(kind, rows.narrow(segment), data.seen, None, (c.id, i), drawn_of(c)))
    return record(m, c, Value(Group("list", tuple(parts))), rows, data.seen)


def _sample(m: Machine, c: Call) -> Value:
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    given = c.arg("frac") or c.arg("fraction")
    share = constant(given)
    seen = seen_of(c)
    op = ""
    if (
        rows is not None
        and constant(c.arg("replace") or c.arg("with_replacement") or c.arg("withReplacement"), False) is True
    ):
        seen |= {Seen(c.id, rows, c.name, "copies")}
        chosen: Rows | None = rows.narrow(Segment(("copies", c.id), "all", 1, rows.role, None, "copies"))
        op = "resample-rows"
    elif share in (1, 1.0) or rows is None:  # sample(frac=1) only shuffles
        chosen = rows
    else:
        fraction = share if isinstance(share, float) and 0 < share < 1 else None
        chosen = rows.narrow(Segment(("sample", c.id), "in", 2, None, fraction, "sample"))
    kind = UNKNOWN.kind if data is None else data.kind
    before = NOTHING_SEEN if data is None else data.seen
    return record(m, c, Value(kind, chosen, seen, None, c.id, drawn_of(c)), rows, before, op)


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
    result = Value(data.kind, chosen, data.seen, data.content, c.id)
    record(m, c, result, rows, data.seen)
    if constant(c.args.keywords.get("inplace")) is True and isinstance(c.node.func, ir.Attr):
        m.rebind(c.node.func.base, result)
    return result


def _concat(m: Machine, c: Call) -> Value:
    data = c.data()
    items = data.kind.items if data is not None and isinstance(data.kind, Group) else c.args.positional
    if data is not None and isinstance(data.kind, Many):
        items = (data.kind.item,)
    axis = constant(c.arg("axis"), 0) if "axis" in c.model.params else c.model.facts.get("axis", 0)
    known = [i.data_rows() for i in items if isinstance(i, Value)]
    seen = frozenset().union(*[i.seen for i in items if isinstance(i, Value)]) if items else NOTHING_SEEN
    rows: Rows | None
    if axis in (1, -1, "columns"):
        rows = next((r for r in known if r is not None), None)
    else:
        present = [r for r in known if r is not None]
        rows = union(present) if present and len(present) == len(known) else None
    return record(m, c, Value(returned(m, c, items[0] if items else None), rows, seen, None, c.id), rows, seen)


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


def _identity(m: Machine, c: Call) -> Value:
    """tqdm(x), copy(x), x.copy(): the same thing."""
    data = c.data_or_receiver()
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
    "split": _split,
    "folds": _folds,
    "parts": _parts,
    "sample": _sample,
    "drop": _drop,
    "concat": _concat,
    "index": _index,
    "partial": _partial,
    "identity": _identity,
    "pipe": _apply,
}
