"""One call while it is looked at, the step it leaves, and what its receiver is and has learned."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from attrs import frozen

from heldout.semantics.choosing import choices
from heldout.semantics.graph import Arguments, Step, Stop, Watched
from heldout.semantics.machine import Machine
from heldout.semantics.models import CallModel
from heldout.semantics.rows import Rows
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    WEIGHTS,
    Bound,
    Data,
    Fit,
    Group,
    Instance,
    Many,
    Mapping,
    Object,
    Seen,
    Value,
    constant,
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
        return next(iter(self.args.keywords.values()), None) or next(iter(self.args.more), None)

    def learner(self) -> Value | None:
        """What learns or is asked: the receiver, or the argument that the model names."""
        name = self.model.facts.get("of")
        return (self.arg(str(name)) if name else None) or self.receiver

    def data_or_receiver(self) -> Value | None:
        return self.receiver if self.receiver is not None and isinstance(self.receiver.kind, Data) else self.data()


def record(
    m: Machine,
    c: Call,
    result: Value,
    rows: Rows | None = None,
    seen: Any = NOTHING_SEEN,
    op: str = "",
    watched: tuple[Watched, ...] = (),
    stops: tuple[Stop, ...] = (),
) -> Value:
    """Note the step of a call."""
    fits = fits_of(m, c.learner())
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
            watched,
            stops,
        )
    )
    return result


def rows_in(value: Value, depth: int = 0) -> Rows | None:
    """The rows of data, or of the first thing in a tuple, list or dict that holds rows."""
    kind = value.kind
    if isinstance(kind, (Group, Mapping)) and depth < 3:
        items = kind.items if isinstance(kind, Group) else [v for _, v in kind.items]
        return next((r for r in [rows_in(item, depth + 1) for item in items] if r is not None), None)
    return rows_in(kind.item, depth + 1) if isinstance(kind, Many) and depth < 3 else value.data_rows()


def seen_in(value: Value, depth: int = 0) -> frozenset[Seen]:
    """What a value has seen, and what is in it when it is a tuple, list or dict."""
    kind = value.kind
    seen = value.seen
    if depth < 3:
        if isinstance(kind, Group):
            for item in kind.items:
                seen |= seen_in(item, depth + 1)
        elif isinstance(kind, Mapping):
            for _, item in kind.items:
                seen |= seen_in(item, depth + 1)
        elif isinstance(kind, Many):
            seen |= seen_in(kind.item, depth + 1)
    return seen


def influence(m: Machine, learner: Value | None, how: str) -> frozenset[Seen]:
    """What a fitted object passes on: the rows it was fitted on, and all those had seen."""
    seen = NOTHING_SEEN
    for fit in fits_of(m, learner):
        seen |= fit.seen
        if fit.rows is not None and how != "none":
            seen |= {Seen(fit.step, fit.rows, fit.cls, how)}
    steps = {fit.step for fit in fits_of(m, learner)}
    for part in parts_of(m, learner):  # a layer that was adapted before the network was made
        state = state_of(m, part)
        for fit in fits_of(m, part):
            if fit.step not in steps and fit.rows is not None and state in ("statistics", "labels"):
                seen |= fit.seen | {Seen(fit.step, fit.rows, fit.cls, state)}
    if learner is None or not learner.seen:
        return seen
    made = frozenset([s for s in learner.seen if s.how in ("statistics", "labels", "statistic", "model")])
    return seen | choices(learner) | (NOTHING_SEEN if isinstance(learner.kind, Data) else made)


def keep_fit(m: Machine, learner: Value | None, fit: Fit, add: bool, parts: bool = True) -> None:
    """Note that an object has learned, and its parts with it. `add`: it also keeps what it learned before."""
    oid = oid_of(learner)
    if oid is None:
        return
    before = tuple([f for f in m.get((oid, "·fits")) or () if f.step != fit.step or f.rows != fit.rows]) if add else ()
    m.put((oid, "·fits"), (*before, fit)[-8:])
    for part in parts_of(m, learner) if parts else ():
        inner = oid_of(part)
        if inner is not None:
            m.put((inner, "·fits"), (fit,))


def measured(c: Call) -> tuple[Rows | None, frozenset[Seen]]:
    """The rows of a metric and what they have seen: what the prediction has seen is what counts."""
    for value in c.args.all():
        inner = seen_in(value)
        if value.content != "statistic" and any(s.how in ("model", "answers") for s in inner):
            return rows_in(value), inner
    data = c.data()
    return (None, NOTHING_SEEN) if data is None else (data.data_rows(), data.seen)


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
    families = (family_of(m, part) for part in reversed(parts_of(m, value)))
    # a search may also hold a splitter, which is nothing of these
    return next((family for family in families if family), "")


def state_of(m: Machine, value: Value | None) -> str:
    """What fitting keeps of the rows: "statistics", "labels", "model" or "none"."""
    if value is None:
        return "none"
    model = m.models.cls(m.class_of(value))
    if model is not None and model.state:
        return model.state
    states = {state_of(m, part) for part in parts_of(m, value)}
    return next((s for s in ("model", "labels", "statistics") if s in states), "none")


def learned(m: Machine, value: Value | None) -> frozenset[Seen]:
    """What the numbers that a fitted object shows (`coef_`, `mean_`, `feature_importances_`) have seen."""
    state = state_of(m, value)
    if state == "model":
        state = "labels" if family_of(m, value) in ("classifier", "regressor") else "statistics"
    seen = NOTHING_SEEN
    for fit in fits_of(m, value):
        seen |= fit.seen
        if fit.rows is not None and state != "none":
            seen |= {Seen(fit.step, fit.rows, fit.cls, state)}
    return seen


def returned(m: Machine, c: Call, data: Value | None) -> Any:
    """The kind of a call's result."""
    returns = c.model.returns
    if returns == "same":
        return data.kind if data is not None else UNKNOWN.kind
    if not returns:
        return UNKNOWN.kind
    return kind_of(m, returns, c.id)


def kind_of(m: Machine, cls: str, made_at: tuple[int, int, int]) -> Instance | Data:
    """What a call makes whose result is of a library's class."""
    model = m.models.cls(cls)
    if model is not None and not model.data:
        return Instance(cls, ("obj", *made_at))
    return Data(cls)


def seen_of(c: Call) -> frozenset[Seen]:
    """What the receiver and the arguments of a call have seen."""
    seen = NOTHING_SEEN if c.receiver is None else c.receiver.seen
    for value in c.args.all():
        seen |= seen_in(value)
    return seen


def drawn_of(c: Call) -> Any:
    """The step itself when the call draws random numbers."""
    random = c.model.random
    if isinstance(random, str):
        given = c.arg(random)
        on = c.model.facts.get("random-default", True) if given is None else constant(given, True)
        return c.id if on else None
    return c.id if random else None


def _inner(value: Value) -> list[Value]:
    kind = value.kind
    if isinstance(kind, Group):
        return list(kind.items)
    if isinstance(kind, Many):
        return [kind.item]
    return [v for _, v in kind.items] if isinstance(kind, Mapping) else []


def estimators_in(value: Value, depth: int = 0) -> list[Value]:
    """The objects in a value: itself, those in a list or dict, and the networks whose parameters it holds."""
    kind = value.kind
    if isinstance(kind, (Instance, Object)):
        return [value]
    if isinstance(kind, Bound) and kind.name == WEIGHTS:
        return [kind.receiver]
    return [e for v in _inner(value) for e in estimators_in(v, depth + 1)] if depth < 4 else []
