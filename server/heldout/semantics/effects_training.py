"""Loops written by hand: a network that rows went through has learned from them once gradients were computed and followed.

A forward pass leaves a mark on what it gives (`Seen` with how = "answers"). `backward` finds the marks in a loss, which says
whose gradients hold which rows; the optimizer's step makes fits of them; clearing the gradients forgets them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from attrs import evolve, frozen

from heldout.semantics.callsite import (
    Call,
    drawn_of,
    estimators_in,
    influence,
    keep_fit,
    measured,
    oid_of,
    parts_of,
    record,
    returned,
    seen_in,
    seen_of,
)
from heldout.semantics.machine import Machine
from heldout.semantics.rows import Rows, union, whole
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    WEIGHTS,
    Bound,
    Data,
    Fit,
    Function,
    Group,
    Many,
    Mapping,
    Seen,
    StepId,
    Value,
)

GRADIENTS = ("gradients",)
"""Where the table keeps the passes whose gradients are computed and not yet followed."""


@frozen(cache_hash=True)
class Pass:
    """Rows that went through a network: what it may learn from."""

    step: StepId
    network: Value
    rows: Rows | None
    seen: frozenset[Seen]
    cls: str


def without_gradients(m: Machine) -> bool:
    """Whether we are inside of a `with` or a decorator that switches gradients off."""
    for block in m.block.around():
        for name in block.what if block.kind == "with" else ():
            model = m.models.cls(name)
            if model is not None and model.construct.facts.get("without-gradients"):
                return True
    return False


def _forward(m: Machine, c: Call) -> Value:
    """Rows go through a network: the same rows, which have now seen what it learned from."""
    data = _batch(c)
    rows = None if data is None else data.data_rows()
    before = NOTHING_SEEN
    for value in c.args.all():
        before |= seen_in(value)
    before |= influence(m, c.receiver, "model")
    seen = before | {Seen(c.id, rows or Rows.root(c.id), c.cls, "answers")}
    if not without_gradients(m):
        given = frozenset([s for s in seen if s.how not in ("answers", "model")])
        m.put(("forward", c.id), Pass(c.id, c.receiver or UNKNOWN, rows, given, c.cls))
    content = c.model.content or None
    result = Value(returned(m, c, data), rows, seen, content, c.id, drawn_of(c))
    return record(m, c, result, rows, before)


def _apply_network(m: Machine, c: Call) -> Value:
    """Rows go through a network whose parameters are an argument: the rows have seen what those had learned from."""
    data = c.data()
    rows = None if data is None else data.data_rows()
    seen = NOTHING_SEEN
    for value in c.args.all():
        seen |= seen_in(value)
    seen |= influence(m, c.receiver, "model")
    if c.receiver is not None:
        seen |= c.receiver.seen  # a state holds its parameters
    result = Value(returned(m, c, data), rows, seen, c.model.content or None, c.id, drawn_of(c))
    return record(m, c, result, rows, seen)


def _batch(c: Call) -> Value | None:
    """The argument of a forward pass that holds rows."""
    for value in c.args.all():
        kind = value.kind
        inner = (
            kind.item if isinstance(kind, Many) else kind.items[0] if isinstance(kind, Group) and kind.items else value
        )
        if inner.data_rows() is not None:
            return inner
    return None


def _loss(m: Machine, c: Call) -> Value:
    """A loss: a number computed from predictions, which is looked at like a metric and can be followed like a gradient."""
    rows, before = measured(c)
    seen = seen_of(c)
    if rows is not None:
        seen |= {Seen(c.id, whole(rows), c.cls or c.name, "statistic")}
    return record(m, c, Value(returned(m, c, None), None, seen, "statistic", c.id), rows, before)


def _backward(m: Machine, c: Call) -> Value:
    """Compute gradients: of every network that the loss came from."""
    loss = c.data_or_receiver()
    loss = c.receiver if loss is None else loss
    pending = list(m.get(GRADIENTS) or ())
    if c.model.op == "tape-gradient":  # these are values of their own and add to no others
        pending = []
    rows: list[Rows] = []
    for seen in sorted(NOTHING_SEEN if loss is None else loss.seen, key=lambda s: s.step):
        if seen.how == "answers":
            known = m.get(("forward", seen.step))
            if known is not None:
                rows += [] if known.rows is None else [known.rows]
                if known not in pending:
                    pending.append(known)
    m.put(GRADIENTS, tuple(pending[-16:]) or None)
    together = union(rows) if rows else None
    return record(m, c, Value(key=c.id), together)


def _optimizer_step(m: Machine, c: Call) -> Value:
    """Follow the gradients: the networks have learned from the rows that went through them."""
    for value in c.args.all():
        if isinstance(value.kind, Function):  # a closure computes the loss again
            m.invoke(value)
    mine, others = _owned(m, c)
    learned: list[Rows] = []
    before: frozenset[Seen] = NOTHING_SEEN
    by_network: dict[Hashable, list[Pass]] = {}
    for passed in mine:
        by_network.setdefault(oid_of(passed.network), []).append(passed)
        before |= passed.seen
    for passes in by_network.values():
        known = [whole(p.rows) for p in passes if p.rows is not None]
        rows = union(known) if known else None
        learned += known
        seen: frozenset[Seen] = frozenset().union(*[p.seen for p in passes])
        keep_fit(m, passes[0].network, Fit(c.id, rows, seen, passes[0].cls), add=True)
    if mine:
        m.put(GRADIENTS, tuple(others) or None)
    return record(m, c, Value(key=c.id), union(learned) if learned else None, before)


def _zero_grad(m: Machine, c: Call) -> Value:
    """Clear the gradients of a network, or of those an optimizer trains."""
    pending = m.get(GRADIENTS)
    if pending:
        _, others = _owned(m, c)
        m.put(GRADIENTS, tuple(others) or None)
    return record(m, c, Value(key=c.id))


def _owned(m: Machine, c: Call) -> tuple[list[Pass], list[Pass]]:
    """The passes whose networks an optimizer trains, and the others; all of them where its networks are not known."""
    pending: tuple[Pass, ...] = m.get(GRADIENTS) or ()
    networks: set[Hashable] = set()
    for value in (c.receiver, *c.args.all()):
        for network in () if value is None else estimators_in(value):
            networks |= _family(m, network)
    mine = [p for p in pending if not networks.isdisjoint(_family(m, p.network))]
    if not mine:
        return list(pending), []
    return mine, [p for p in pending if p not in mine]


def _family(m: Machine, value: Value, depth: int = 0) -> set[Hashable]:
    """An object and its parts."""
    found = {oid_of(value)} - {None}
    if depth < 3:
        for part in parts_of(m, value):
            found |= _family(m, part, depth + 1)
    return found


def _parameters(m: Machine, c: Call) -> Value:
    """The weights of a network: a sequence that remembers whose they are."""
    owner = c.receiver or UNKNOWN
    weight = Value(Bound(owner, WEIGHTS), key=(WEIGHTS, c.id))
    if c.model.facts.get("pairs"):
        weight = Value(Group("tuple", (Value(key=("name", c.id)), weight)))
    return record(m, c, Value(Many(weight), key=c.id))


def _gradients(m: Machine, c: Call) -> Value:
    """Call what `grad` made of a loss function: gradients, which hold the rows that the loss was computed from."""
    function = m.get((oid_of(c.receiver), "·function"))
    mark = len(m.steps)
    loss = UNKNOWN if function is None else m.call(function, c.node, c.args)
    seen = seen_in(loss)
    inside = {
        step.id for step in m.steps[mark:]
    }  # statistics of long before are in the rows, and are no part of the loss
    computed = [s.rows for s in seen if s.how == "statistic" and s.step in inside]
    for value in c.args.all():
        seen |= seen_in(value)
    given = next((rows for rows in map(_known_rows, c.args.all()) if rows is not None), None)
    rows = union(computed) if computed else None if given is None else whole(given)
    kept = frozenset([s for s in seen if s.how != "statistic"])
    if rows is not None:
        kept |= {Seen(c.id, rows, c.name, "model")}
    gradients = Value(seen=kept, key=("gradients", c.id))
    result = gradients
    if c.model.facts.get("pair"):
        result = Value(Group("tuple", (evolve(loss, seen=loss.seen | kept), gradients)))
    return record(m, c, result, rows, seen)


def _known_rows(value: Value) -> Rows | None:
    """The rows in an argument, if it is known to hold any: parameters of a network do not."""
    kind = value.kind
    if isinstance(kind, (Group, Mapping)):
        items = kind.items if isinstance(kind, Group) else [v for _, v in kind.items]
        return next((r for r in [_known_rows(item) for item in items] if r is not None), None)
    return value.rows


def _apply_gradients(m: Machine, c: Call) -> Value:
    """Follow gradients that are values: what comes out, or the object that is given, has learned from their rows."""
    seen = NOTHING_SEEN
    for value in c.args.all():
        seen |= seen_in(value)
    learned = [s for s in seen if s.how == "model"]
    rows = union([s.rows for s in learned]) if learned else None
    learner = c.learner() if oid_of(c.learner()) is not None else c.receiver
    if rows is not None and oid_of(learner) is not None and not c.model.returns:
        keep_fit(m, learner, Fit(c.id, rows, NOTHING_SEEN, m.class_of(learner) if learner else ""), add=True)
    if c.model.returns == "self" and c.receiver is not None:
        result = evolve(c.receiver, seen=c.receiver.seen | seen)
    else:
        data = c.data()
        result = Value(UNKNOWN.kind, None, seen, None, c.id) if data is None else _marked(data, seen, c.id)
    return record(m, c, result, rows)


def _marked(value: Value, seen: frozenset[Seen], key: Hashable, depth: int = 0) -> Value:
    """Parameters, and those in a dict of them, that have now seen the rows."""
    kind = value.kind
    if isinstance(kind, Mapping) and depth < 3:
        items = tuple([(name, _marked(item, seen, (key, str(name)), depth + 1)) for name, item in kind.items])
        return Value(Mapping(items), seen=seen)
    return Value(kind if isinstance(kind, Data) else UNKNOWN.kind, None, seen, None, key)


TRAINING_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {
    "forward": _forward,
    "apply-network": _apply_network,
    "loss": _loss,
    "backward": _backward,
    "tape-gradient": _backward,
    "optimizer-step": _optimizer_step,
    "follow-gradients": _optimizer_step,
    "zero-grad": _zero_grad,
    "parameters": _parameters,
    "gradients": _gradients,
    "apply-gradients": _apply_gradients,
}
