"""What estimators do: learn from rows, pass on what they learned, and are measured. One function a word of the models."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, frozen

from heldout.semantics.callsite import (
    Call,
    drawn_of,
    estimators_in,
    family_of,
    fits_of,
    influence,
    keep_fit,
    measured,
    oid_of,
    parts_of,
    record,
    returned,
    rows_in,
    seen_in,
    seen_of,
    state_of,
)
from heldout.semantics.choosing import score_of
from heldout.semantics.graph import Step
from heldout.semantics.handlers import call_handlers
from heldout.semantics.holdings import asked
from heldout.semantics.machine import Machine
from heldout.semantics.rows import Rows, Segment, whole
from heldout.semantics.select import by_index
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    Data,
    Fit,
    Group,
    Instance,
    Literal,
    Object,
    Seen,
    Value,
    constant,
)
from heldout.semantics.watching import marks, remember, stops, watched


def _construct(m: Machine, c: Call) -> Value:
    """Make an object of a library's class; the estimators among its arguments are its parts."""
    model = m.models.cls(c.cls)
    users = c.receiver if c.receiver is not None and isinstance(c.receiver.kind, Object) else None
    if model is not None and model.data:
        data = c.data()
        rows = None if data is None else rows_in(data)
        index = c.arg(str(c.model.facts["by"])) if "by" in c.model.facts else None
        if rows is not None and index is not None and index.rows is not None:
            rows = by_index(rows, index)
        if users is not None:
            return record(m, c, users)
        content = None if data is None else data.content
        return record(m, c, Value(Data(c.cls), rows, seen_of(c), content, c.id, drawn_of(c)), rows)
    oid = ("obj", *c.id) if users is None else users.kind.oid  # type: ignore[union-attr]
    m.put((oid, "·fits"), ())
    parts = [v for value in c.args.all() for v in estimators_in(value)]
    if parts:
        m.put((oid, "·parts"), tuple(parts))
    remember(m, c, oid)
    if "calls" in c.model.facts:
        m.put((oid, "·function"), c.arg(str(c.model.facts["calls"])))
    else:
        m.call_unknown_functions(c.args)
    data = c.data() if c.model.rows else None
    rows = None if data is None else rows_in(data)
    seen = seen_of(c) if c.model.facts.get("made-of-values") else NOTHING_SEEN if data is None else seen_in(data)
    result = (
        Value(Instance(c.cls, oid), rows, seen, None, oid) if users is None else evolve(users, rows=rows, seen=seen)
    )
    return record(m, c, result, rows)


def _fit(m: Machine, c: Call) -> Value:
    if c.model.returns not in ("", "self"):
        return _fit_new(m, c)
    _learn(m, c)
    result = UNKNOWN if c.receiver is None else c.receiver
    record(m, c, result, *_data_of(m, c), watched=watched(m, c), stops=stops(m, c))
    call_handlers(m, c)
    return result


def _fit_new(m: Machine, c: Call) -> Value:
    """`train(params, data)`, `model = estimator.fit(data)`: what has learned is a new object; the one asked stays as it is."""
    rows, seen = _data_of(m, c)
    cls = c.model.returns
    oid = ("obj", *c.id)
    seen |= marks(watched(m, c), c.id, cls)
    m.put((oid, "·fits"), (Fit(c.id, rows, seen, cls),))
    parts = parts_of(m, c.receiver)
    if parts:
        m.put((oid, "·parts"), parts)
    m.call_unknown_functions(c.args)
    made = Value(Instance(cls, oid), key=oid)
    return record(m, evolve(c, cls=c.cls or cls), made, rows, seen, watched=watched(m, c), stops=stops(m, c))


def _data_of(m: Machine, c: Call) -> tuple[Rows | None, frozenset[Seen]]:
    """The rows that a call is given, or that its object was made with."""
    data = c.data()
    if "asks" in c.model.facts:
        data = asked(m, c, data, tuple(c.model.facts["asks"]))
    if data is None or (isinstance(data.kind, Literal) and data.kind.value is None):
        data = next((w.value for w in watched(m, c)), None) if c.model.facts.get("default-watched") else None
    return (None, NOTHING_SEEN) if data is None else (rows_in(data), seen_in(data))


def _learn(m: Machine, c: Call) -> Fit:
    rows, seen = _data_of(m, c)
    seen |= marks(watched(m, c), c.id, c.cls)
    partial = bool(c.model.facts.get("partial"))
    if partial and rows is not None:
        rows = whole(rows)
    fit = Fit(c.id, rows, seen, c.cls if "of" not in c.model.facts else m.class_of(c.learner() or UNKNOWN))
    keep_fit(m, c.learner(), fit, partial, bool(c.model.facts.get("fits-parts", True)))
    if c.learner() is not c.receiver:
        keep_fit(m, c.receiver, fit, partial, parts=False)
    return fit


def _transform(m: Machine, c: Call) -> Value:
    rows, before = _data_of(m, c)
    seen = before | influence(m, c.receiver, state_of(m, c.receiver))
    return record(m, c, Value(returned(m, c, c.data()), rows, seen, c.model.content or None, c.id), rows, before)


def _fit_transform(m: Machine, c: Call) -> Value:
    earlier = fits_of(m, c.receiver)
    _learn(m, c)
    rows, before = _data_of(m, c)
    seen = before | influence(m, c.receiver, state_of(m, c.receiver))
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
    rows, before = _data_of(m, c)
    seen = before | influence(m, c.learner(), "model")
    content: str | None = c.model.content or None
    if content == "labels" and family_of(m, c.receiver) != "classifier":
        content = None
    return record(m, c, Value(returned(m, c, c.data()), rows, seen, content, c.id), rows, seen)


def _score(m: Machine, c: Call) -> Value:
    """The model is the receiver, or the argument that `of` names, or (`of-parts`) what the receiver was made with."""
    rows, before = _data_of(m, c)
    seen = before | influence(m, c.learner(), "model")
    for part in parts_of(m, c.receiver) if c.model.facts.get("of-parts") else ():
        seen |= influence(m, part, "model")
    result = Value(seen=score_of(c.id, rows, c.cls), key=c.id)
    if "keeps" in c.model.facts and oid_of(c.receiver) is not None:
        m.put((oid_of(c.receiver), str(c.model.facts["keeps"])), result)
    record(m, c, result, rows, seen)
    call_handlers(m, c)
    return result


@frozen(cache_hash=True)
class Measured:
    """What a metric was given so far."""

    rows: Rows | None
    seen: frozenset[Seen]


def _metric(m: Machine, c: Call) -> Value:
    """A metric of true and predicted values; without arguments, of what its object was given before (`compute`)."""
    rows, seen = measured(c)
    oid = oid_of(c.receiver)
    if rows is None and oid is not None:
        given: Measured = m.get((oid, "·measured")) or Measured(None, NOTHING_SEEN)
        rows, seen = given.rows, given.seen
    passed = seen | score_of(c.id, None if rows is None else whole(rows), c.cls or c.name)
    curves = c.model.facts.get("curves")
    if isinstance(curves, int):
        parts = [Value(Data(c.model.returns), None, passed, None, (c.id, i)) for i in range(curves)]
        return record(m, c, Value(Group("tuple", tuple(parts)), None, passed, "statistic", c.id), rows, seen)
    return record(m, c, Value(UNKNOWN.kind, None, passed, "statistic", c.id), rows, seen)


def _measure(m: Machine, c: Call) -> Value:
    """Give true and predicted values to a metric that collects them (`update`, `add_batch`)."""
    rows, seen = measured(c)
    oid = oid_of(c.receiver)
    if rows is not None and oid is not None:
        m.put((oid, "·measured"), Measured(rows, seen))
    return record(m, c, Value(key=c.id), rows, seen)


def _resample(m: Machine, c: Call) -> Value:
    """fit_resample: rows are copied or made up from others."""
    results = []
    rows, before = _data_of(m, c)
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
    """sklearn.utils.resample and DataFrame.sample(replace=True): rows drawn with repetition, or without it."""
    results = []
    repeats = constant(c.args.keywords.get("replace"), True) is not False
    arrays = c.args.positional if c.model.data != ("self",) or c.receiver is None else (c.receiver,)
    for i, data in enumerate(arrays):
        whole = data.data_rows()
        chosen, seen = whole, data.seen
        if whole is not None and repeats:
            chosen = whole.narrow(Segment(("copies", c.id), "all", 1, whole.role, None, "copies"))
            seen |= {Seen(c.id, whole, c.name, "copies")}
        elif whole is not None:
            chosen = whole.narrow(Segment(("sample", c.id), "in", 2, None, None, "sample"))
        results.append(Value(data.kind, chosen, seen, None, (c.id, i), drawn_of(c)))
    result = results[0] if len(results) == 1 else Value(Group("list", tuple(results)))
    return record(m, c, result, *_data_of(m, c), op="resample-rows")


def _clone(m: Machine, c: Call) -> Value:
    """A new unfitted object of the same class."""
    data = c.data()
    if data is None or not isinstance(data.kind, Instance):
        return UNKNOWN if data is None else data
    oid = ("obj", *c.id)
    m.put((oid, "·fits"), ())
    m.put((oid, "·parts"), parts_of(m, data) or None)
    return record(m, c, Value(Instance(data.kind.cls, oid), key=oid))


LEARNING_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {
    "construct": _construct,
    "fit": _fit,
    "transform": _transform,
    "fit-transform": _fit_transform,
    "fit-predict": _fit_transform,
    "predict": _predict,
    "score": _score,
    "metric": _metric,
    "measure": _measure,
    "resample": _resample,
    "resample-rows": _resample_function,
    "clone": _clone,
}
