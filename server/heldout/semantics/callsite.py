"""One call while it is looked at, the step it leaves, and what its receiver is and has learned."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from attrs import frozen

from heldout.semantics.graph import Arguments, Step
from heldout.semantics.machine import Machine
from heldout.semantics.models import CallModel
from heldout.semantics.rows import Rows
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    Data,
    Fit,
    Group,
    Instance,
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
        return next(iter(self.args.keywords.values()), None)

    def data_or_receiver(self) -> Value | None:
        return self.receiver if self.receiver is not None and isinstance(self.receiver.kind, Data) else self.data()


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
        on = c.model.facts.get("random-default", True) if given is None else constant(given, True)
        return c.id if on else None
    return c.id if random else None
