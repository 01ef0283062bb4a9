"""What calls of libraries do: the meaning of the words in the library models, one function a word."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from attrs import evolve, frozen

from heldout.semantics.graph import Arguments, Step
from heldout.semantics.machine import Machine
from heldout.semantics.models import CallModel
from heldout.semantics.rows import INDEX_ROOT, Rows, Segment, union
from heldout.semantics.select import symbol, without
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    Bound,
    Data,
    Fit,
    Group,
    Instance,
    Literal,
    Many,
    Mapping,
    Object,
    Partial,
    Seen,
    Value,
    constant,
    literal,
)
from heldout.syntax import ir


@frozen(eq=False)
class Call:
    """One call while it is looked at."""

    name: str
    node: ir.Call
    args: Arguments
    model: CallModel
    receiver: Value | None
    cls: str  # the class of the receiver
    id: tuple[int, int, int]

    def arg(self, name: str) -> Value | None:
        return self.args.get(name, self.model.params)

    def data(self) -> Value | None:
        """The argument that holds rows: the one the model names, else the first."""
        for name in self.model.data:
            if name == "self":
                return self.receiver
            value = self.arg(name)
            if value is not None:
                return value
        if self.model.data:
            return None
        if self.args.positional:
            return self.args.positional[0]
        if self.model.params:
            return self.args.keywords.get(self.model.params[0])
        return next(iter(self.args.keywords.values()), None)

    def data_or_receiver(self) -> Value | None:
        return self.receiver if self.receiver is not None and isinstance(self.receiver.kind, Data) else self.data()


def call_library(m: Machine, name: str, receiver: Value | None, n: ir.Call, args: Arguments) -> Value:
    """Call a function, class or method of a library, by its qualified name."""
    model = cls = None
    if receiver is not None and not m.models.cls(name):
        cls, _, method = name.rpartition(".")
        model = m.models.method(cls, method)
    else:
        model = m.models.call(name)
        if model is None:
            made = m.models.cls(name)
            if made is not None:
                model, cls = made.construct, name
    if model is None:
        return _unmodelled(m, name, receiver, cls or "", n, args)
    call = Call(name, n, args, model, receiver, cls or "", m.step_id(n.at))
    return EFFECTS.get(model.op, _plain)(m, call)


def unknown_call(m: Machine, callee: Value, n: ir.Call, args: Arguments) -> Value:
    """A call of something nobody knows: a source of its own that has seen what its arguments have seen."""
    receiver = callee.kind.receiver if isinstance(callee.kind, Bound) else None
    return _unmodelled(m, "", receiver, "", n, args, callee)


def _unmodelled(
    m: Machine, name: str, receiver: Value | None, cls: str, n: ir.Call, args: Arguments, callee: Value | None = None
) -> Value:
    ident = m.step_id(n.at)
    seen = NOTHING_SEEN if receiver is None else receiver.seen
    for value in args.all():
        seen |= value.seen
    kind = UNKNOWN.kind
    result = Value(kind, None, seen, None, ident)
    m.steps.append(Step(ident, "call", name, n, m.block, args, result, None, receiver or callee, (), cls))
    m.call_unknown_functions(args)
    return result


def record(
    m: Machine, c: Call, result: Value, rows: Rows | None = None, seen: Any = NOTHING_SEEN, op: str = ""
) -> Value:
    """Note the step of a call."""
    fits = fits_of(m, c.receiver)
    m.steps.append(
        Step(
            c.id,
            op or c.model.op,
            c.name,
            c.node,
            m.block,
            c.args,
            result,
            c.model,
            c.receiver,
            fits,
            c.cls,
            rows,
            seen,
        )
    )
    return result


# ── helpers of meaning ────────────────────────────────────────────────────────────────────────────────────────────────


def oid_of(value: Value | None) -> Hashable:
    """The identity of an object, None for what has none."""
    if value is not None and isinstance(value.kind, (Instance, Object)):
        return value.kind.oid
    return None


def fits_of(m: Machine, value: Value | None) -> tuple[Fit, ...]:
    oid = oid_of(value)
    return () if oid is None else m.get((oid, "·fits")) or ()


def parts_of(m: Machine, value: Value | None) -> tuple[Value, ...]:
    """The estimators inside a pipeline, a search, or a column transformer."""
    oid = oid_of(value)
    return () if oid is None else m.get((oid, "·parts")) or ()


def family_of(m: Machine, value: Value | None) -> str:
    """What an estimator is: "classifier", "regressor", "transformer", …; a container is what its last part is."""
    if value is None:
        return ""
    model = m.models.cls(m.class_of(value))
    if model is None:
        return ""
    if model.family:
        return model.family
    parts = parts_of(m, value)
    return family_of(m, parts[-1]) if parts else ""


def state_of(m: Machine, value: Value | None) -> str:
    """What fitting keeps of the rows: "statistics", "labels", "model" or "none"."""
    if value is None:
        return "none"
    model = m.models.cls(m.class_of(value))
    if model is not None and model.state:
        return model.state
    states = {state_of(m, part) for part in parts_of(m, value)}
    return next((s for s in ("labels", "statistics") if s in states), "none")


def returned(m: Machine, c: Call, data: Value | None) -> Any:
    """The kind of a call's result."""
    returns = c.model.returns
    if returns == "same":
        return data.kind if data is not None else UNKNOWN.kind
    if not returns:
        return UNKNOWN.kind
    model = m.models.cls(returns)
    if model is not None and not model.data:
        return Instance(returns, ("obj", *c.id))
    return Data(returns)


def seen_of(c: Call) -> frozenset[Seen]:
    seen = NOTHING_SEEN if c.receiver is None else c.receiver.seen
    for value in c.args.all():
        seen |= value.seen
        if isinstance(value.kind, (Group, Mapping)):
            for item in value.kind.items:
                seen |= item.seen if isinstance(item, Value) else item[1].seen
    return seen


def drawn_of(c: Call) -> Any:
    """The step itself when the call draws random numbers."""
    random = c.model.random
    if isinstance(random, str):
        given = c.arg(random)
        return c.id if given is None or constant(given, True) else None
    return c.id if random else None


# ── one function a word ───────────────────────────────────────────────────────────────────────────────────────────────


def _plain(m: Machine, c: Call) -> Value:
    """Whatever `rows`, `returns` and `content` say."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
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
    return result


def _source(m: Machine, c: Call) -> Value:
    returns = returned(m, c, None)
    as_pair = constant(c.args.keywords.get("return_X_y")) is True
    rows = Rows.root(c.id)
    result = Value(returns, rows, NOTHING_SEEN, None, c.id, drawn_of(c))
    if as_pair or c.model.facts.get("pair"):
        part = Value(Data(str(c.model.facts.get("item", "numpy.ndarray"))), rows, key=c.id, drawn=drawn_of(c))
        result = Value(Group("tuple", (part, evolve(part, key=("target", c.id)))))
    if c.model.facts.get("train-test"):  # ((X_train, y_train), (X_test, y_test)): parts of one data set
        sides = []
        for role in ("train", "test"):
            chosen = rows.narrow(Segment(("given", c.id), role, 2, role))
            array = Value(Data("numpy.ndarray"), chosen, key=(c.id, role))
            sides.append(Value(Group("tuple", (array, evolve(array, key=(c.id, role, "target"))))))
        result = Value(Group("tuple", tuple(sides)))
    return record(m, c, result, rows)


def _statistic(m: Machine, c: Call) -> Value:
    """A number or a row computed from rows, unless it is computed across columns."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    axis = constant(c.arg("axis")) if "axis" in c.model.params else None
    if axis in (1, -1, "columns") and data is not None:
        return record(
            m,
            c,
            Value(
                Data(m.models.attribute(m.class_of(data), "·column") or m.class_of(data)), rows, data.seen, None, c.id
            ),
            rows,
        )
    seen = NOTHING_SEEN if data is None else data.seen
    if rows is not None:
        seen |= {Seen(c.id, rows, c.name, "statistic")}
    return record(
        m, c, Value(UNKNOWN.kind, None, seen, "statistic", c.id), rows, NOTHING_SEEN if data is None else data.seen
    )


def _split(m: Machine, c: Call) -> Value:
    """train_test_split: (a_train, a_test, b_train, b_test, …)."""
    share = _test_share(c)
    results: list[Value] = []
    rows = seen = None
    for data in c.args.positional:
        whole = data.data_rows()
        if rows is None:
            rows, seen = whole, data.seen
        for role, fraction in (("train", None if share is None else 1 - share), ("test", share)):
            chosen = None if whole is None else whole.narrow(Segment(("split", c.id), role, 2, role, fraction))
            kind = data.kind if isinstance(data.kind, Data) else UNKNOWN.kind
            results.append(
                Value(kind, chosen, data.seen, data.content, ("split", c.id, role, len(results) // 2), drawn_of(c))
            )
    if c.args.spread or not results:
        result = Value(key=c.id)
    else:
        result = Value(Group("list", tuple(results)))
    return record(m, c, result, rows, seen or NOTHING_SEEN)


def _test_share(c: Call) -> float | None:
    for name, invert in (("test_size", False), ("train_size", True)):
        value = c.args.keywords.get(name)
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


def _parts(m: Machine, c: Call) -> Value:
    """random_split and its like: as many disjoint parts as there are lengths."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    lengths = c.arg(str(c.model.facts.get("lengths", "lengths")))
    sizes = lengths.kind.items if lengths is not None and isinstance(lengths.kind, Group) else ()
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
    share = constant(c.arg("frac"))
    if share in (1, 1.0) or rows is None:  # sample(frac=1) only shuffles
        chosen = rows
    else:
        fraction = share if isinstance(share, float) and 0 < share < 1 else None
        chosen = rows.narrow(Segment(("sample", c.id), "in", 2, None, fraction, "sample"))
    kind = UNKNOWN.kind if data is None else data.kind
    return record(m, c, Value(kind, chosen, seen_of(c), None, c.id, drawn_of(c)), rows)


def _drop(m: Machine, c: Call) -> Value:
    """DataFrame.drop: columns, or the rows of an index."""
    data = c.data_or_receiver()
    if data is None:
        return record(m, c, UNKNOWN)
    labels, axis = c.arg("labels") or c.arg("index"), constant(c.arg("axis"), 0)
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


def _construct(m: Machine, c: Call) -> Value:
    """Make an object of a library's class; the estimators among its arguments are its parts."""
    model = m.models.cls(c.cls)
    if model is not None and model.data:
        data = c.data()
        rows = None if data is None else data.data_rows()
        if data is not None and isinstance(data.kind, (Group, Mapping)):
            rows = next((r for r in [v.data_rows() for v in _inner(data)] if r is not None), None)
        return record(m, c, Value(Data(c.cls), rows, seen_of(c), None if data is None else data.content, c.id), rows)
    if c.receiver is not None and isinstance(c.receiver.kind, Object):
        return record(m, c, c.receiver)
    oid = ("obj", *c.id)
    m.put((oid, "·fits"), ())
    parts = [v for value in c.args.all() for v in _estimators(value)]
    if parts:
        m.put((oid, "·parts"), tuple(parts))
    data = c.data() if c.model.rows else None
    rows = None if data is None else data.data_rows()
    result = Value(Instance(c.cls, oid), rows, NOTHING_SEEN if data is None else data.seen, None, oid)
    m.call_unknown_functions(c.args)
    return record(m, c, result, rows)


def _inner(value: Value) -> list[Value]:
    kind = value.kind
    if isinstance(kind, Group):
        return list(kind.items)
    return [v for _, v in kind.items] if isinstance(kind, Mapping) else []


def _estimators(value: Value, depth: int = 0) -> list[Value]:
    if isinstance(value.kind, (Instance, Object)):
        return [value]
    return [e for v in _inner(value) for e in _estimators(v, depth + 1)] if depth < 4 else []


def _fit(m: Machine, c: Call) -> Value:
    _learn(m, c)
    return record(m, c, UNKNOWN if c.receiver is None else c.receiver, *_data_of(c))


def _data_of(c: Call) -> tuple[Rows | None, frozenset[Seen]]:
    data = c.data()
    return (None, NOTHING_SEEN) if data is None else (data.data_rows(), data.seen)


def _learn(m: Machine, c: Call) -> Fit:
    rows, seen = _data_of(c)
    fit = Fit(c.id, rows, seen, c.cls)
    oid = oid_of(c.receiver)
    if oid is not None:
        before = m.get((oid, "·fits")) or ()
        m.put((oid, "·fits"), (*before, fit)[-8:] if c.model.facts.get("partial") else (fit,))
        for part in parts_of(m, c.receiver):
            inner = oid_of(part)
            if inner is not None and c.model.facts.get("fits-parts", True):
                m.put((inner, "·fits"), (fit,))
    return fit


def _influence(m: Machine, c: Call, how: str) -> frozenset[Seen]:
    """What a fitted object passes on: the rows it was fitted on, and all those had seen."""
    seen = NOTHING_SEEN
    for fit in fits_of(m, c.receiver):
        seen |= fit.seen
        if fit.rows is not None and how != "none":
            seen |= {Seen(fit.step, fit.rows, fit.cls, how)}
    return seen


def _transform(m: Machine, c: Call) -> Value:
    rows, before = _data_of(c)
    seen = before | _influence(m, c, state_of(m, c.receiver))
    return record(m, c, Value(returned(m, c, c.data()), rows, seen, c.model.content or None, c.id), rows, before)


def _fit_transform(m: Machine, c: Call) -> Value:
    earlier = fits_of(m, c.receiver)
    _learn(m, c)
    rows, before = _data_of(c)
    seen = before | _influence(m, c, state_of(m, c.receiver))
    result = Value(returned(m, c, c.data()), rows, seen, c.model.content or None, c.id)
    m.steps.append(
        Step(
            c.id,
            "fit-transform",
            c.name,
            c.node,
            m.block,
            c.args,
            result,
            c.model,
            c.receiver,
            earlier,
            c.cls,
            rows,
            before,
        )
    )
    return result


def _predict(m: Machine, c: Call) -> Value:
    rows, before = _data_of(c)
    seen = before | _influence(m, c, "model")
    content: str | None = c.model.content or None
    if content == "labels" and family_of(m, c.receiver) != "classifier":
        content = None
    return record(m, c, Value(returned(m, c, c.data()), rows, seen, content, c.id), rows, seen)


def _score(m: Machine, c: Call) -> Value:
    rows, before = _data_of(c)
    return record(m, c, Value(key=c.id), rows, before | _influence(m, c, "model"))


def _metric(m: Machine, c: Call) -> Value:
    """A metric of true and predicted values: what the prediction has seen is what counts."""
    rows, seen = None, NOTHING_SEEN
    for value in c.args.all():
        if any(s.how == "model" for s in value.seen):
            rows, seen = value.data_rows(), value.seen
            break
    if rows is None:
        rows, seen = _data_of(c)
    return record(m, c, Value(key=c.id, content="statistic"), rows, seen)


def _resample(m: Machine, c: Call) -> Value:
    """fit_resample: rows are copied or made up from others."""
    results = []
    rows, before = _data_of(c)
    synthetic = state_of(m, c.receiver) == "copies"
    for i, name in enumerate(("X", "y")):
        data = c.arg(name)
        if data is None:
            continue
        whole = data.data_rows()
        chosen = whole
        seen = data.seen
        if whole is not None:
            if synthetic:
                chosen = whole.narrow(Segment(("copies", c.id), "all", 1, whole.role, None, "copies"))
                seen |= {Seen(c.id, whole, c.cls or c.name, "copies")}
            else:
                chosen = whole.narrow(Segment(("subset", c.id), "kept", 0, whole.role, kind="subset"))
        results.append(
            Value(
                data.kind if isinstance(data.kind, Data) else UNKNOWN.kind, chosen, seen, None, (c.id, i), drawn_of(c)
            )
        )
    result = Value(Group("tuple", tuple(results))) if len(results) == 2 else results[0] if results else UNKNOWN
    return record(m, c, result, rows, before)


def _resample_function(m: Machine, c: Call) -> Value:
    """sklearn.utils.resample and DataFrame.sample(replace=True): rows drawn with repetition."""
    results = []
    for i, data in enumerate(c.args.positional):
        whole = data.data_rows()
        chosen, seen = whole, data.seen
        if whole is not None:
            chosen = whole.narrow(Segment(("copies", c.id), "all", 1, whole.role, None, "copies"))
            seen |= {Seen(c.id, whole, c.name, "copies")}
        results.append(Value(data.kind, chosen, seen, None, (c.id, i), drawn_of(c)))
    result = results[0] if len(results) == 1 else Value(Group("list", tuple(results)))
    return record(m, c, result, *_data_of(c))


def _partial(m: Machine, c: Call) -> Value:
    if not c.args.positional:
        return UNKNOWN
    first, *rest = c.args.positional
    return Value(Partial(first, tuple(rest), tuple(sorted(c.args.keywords.items()))))


def _identity(m: Machine, c: Call) -> Value:
    """tqdm(x), copy(x), x.copy(): the same thing."""
    data = c.data_or_receiver()
    return UNKNOWN if data is None else data


def _clone(m: Machine, c: Call) -> Value:
    """A new unfitted object of the same class."""
    data = c.data()
    if data is None or not isinstance(data.kind, Instance):
        return UNKNOWN if data is None else data
    oid = ("obj", *c.id)
    m.put((oid, "·fits"), ())
    m.put((oid, "·parts"), parts_of(m, data) or None)
    return record(m, c, Value(Instance(data.kind.cls, oid), key=oid))


def _apply(m: Machine, c: Call) -> Value:
    """df.pipe(f, …): calls f with the data."""
    if c.receiver is not None and c.args.positional:
        first, *rest = c.args.positional
        return m.call(first, c.node, Arguments((c.receiver, *rest), c.args.keywords, c.args.spread, c.args.nodes[1:]))
    return UNKNOWN


EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {
    "source": _source,
    "statistic": _statistic,
    "split": _split,
    "folds": _folds,
    "parts": _parts,
    "sample": _sample,
    "drop": _drop,
    "concat": _concat,
    "index": _index,
    "construct": _construct,
    "fit": _fit,
    "transform": _transform,
    "fit-transform": _fit_transform,
    "fit-predict": _fit_transform,
    "predict": _predict,
    "score": _score,
    "metric": _metric,
    "resample": _resample,
    "resample-rows": _resample_function,
    "partial": _partial,
    "identity": _identity,
    "clone": _clone,
    "pipe": _apply,
}

# ── builtins ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def call_builtin(m: Machine, name: str, n: ir.Call, args: Arguments) -> Value:
    """The builtins that pass values on; the others give something unknown."""
    from heldout.semantics.evaluate import elements

    values = args.positional
    first = values[0] if values else UNKNOWN
    if name in ("list", "tuple", "iter", "sorted", "reversed", "set") and values:
        kind = first.kind
        if isinstance(kind, Group):
            return Value(Group("list" if name != "tuple" else name, kind.items), first.rows, first.seen)
        return first
    if name == "next":
        return elements(m, first, n.at)
    if name == "range":
        return Value(
            Data("index"), Rows.root(INDEX_ROOT), content="index", key=("range", *[symbol(m, a.value) for a in n.args])
        )
    if name == "enumerate":
        return Value(Many(Value(Group("tuple", (Value(key=m.step_id(n.at)), elements(m, first, n.at))))))
    if name == "zip":
        return Value(Many(Value(Group("tuple", tuple([elements(m, v, n.at) for v in values])))))
    if name == "dict":
        items = tuple([(k, v) for k, v in args.keywords.items()])
        return (
            first
            if values and isinstance(first.kind, Mapping)
            else Value(Mapping(items))
            if not args.spread
            else UNKNOWN
        )
    if name in ("map", "filter") and len(values) > 1:
        m.call_unknown_functions(args)
        return Value(Many(UNKNOWN), key=m.step_id(n.at))
    if name == "super":
        return m.super_object()
    if name in ("len", "int", "round", "abs", "min", "max", "float", "sum"):
        inner = first.kind.value if isinstance(first.kind, Literal) else None
        if name in ("int", "float") and isinstance(inner, (int, float)) and abs(inner) < 1e12:
            return literal(int(inner) if name == "int" else float(inner))
        return Value(key=symbol(m, n), seen=first.seen, content="statistic" if first.content == "statistic" else None)
    if name == "getattr" and len(values) > 1 and isinstance(constant(values[1]), str):
        from heldout.semantics.evaluate import attribute

        return attribute(m, first, str(constant(values[1])))
    if name in ("staticmethod", "classmethod", "property") and values:
        return first
    if name in ("print", "isinstance", "hasattr", "setattr", "str", "repr", "type", "id", "hash"):
        return Value(key=m.step_id(n.at))
    return _unmodelled(m, "builtins." + name, None, "", n, args)
