"""Calls of libraries and of what nobody knows: the library models say what they mean, one function a word."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from heldout.semantics.callsite import Call, fits_of, kind_of, seen_in
from heldout.semantics.column_calls import after
from heldout.semantics.effects_data import DATA_EFFECTS, plain
from heldout.semantics.effects_learning import LEARNING_EFFECTS
from heldout.semantics.effects_order import ORDER_EFFECTS
from heldout.semantics.effects_search import SEARCH_EFFECTS
from heldout.semantics.effects_sources import SOURCE_EFFECTS
from heldout.semantics.effects_splits import SPLIT_EFFECTS
from heldout.semantics.effects_tables import TABLE_EFFECTS
from heldout.semantics.effects_training import TRAINING_EFFECTS
from heldout.semantics.effects_union import UNION_EFFECTS
from heldout.semantics.fields import factory, named_class
from heldout.semantics.graph import Arguments, Step
from heldout.semantics.machine import Machine
from heldout.semantics.values import NOTHING_SEEN, UNKNOWN, Bound, Data, Fit, Group, Many, Value
from heldout.syntax import ir

EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {
    **ORDER_EFFECTS,
    **DATA_EFFECTS,
    **SOURCE_EFFECTS,
    **SPLIT_EFFECTS,
    **TABLE_EFFECTS,
    **LEARNING_EFFECTS,
    **TRAINING_EFFECTS,
    **SEARCH_EFFECTS,
    "named-class": named_class,
    "field": factory,
    **UNION_EFFECTS,
}


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
        if receiver is not None and isinstance(receiver.kind, Data) and name.endswith((".items", ".values")):
            # What has no such method after all is a dict of such things: a batch of named fields.
            pair = Value(Group("tuple", (Value(key=("name", m.step_id(n.at))), receiver)))
            return Value(Many(pair if name.endswith(".items") else receiver))
        return unmodelled(m, name, receiver, cls or "", n, args)
    call = Call(name, n, args, model, receiver, cls or "", m.step_id(n.at))
    return after(m, call, EFFECTS.get(model.op, plain)(m, call))


def unknown_call(m: Machine, callee: Value, n: ir.Call, args: Arguments) -> Value:
    """A call of something nobody knows: a source of its own that has seen what its arguments have seen.

    What was computed from the output of a network is a loss or the like, whatever its class: the protocol "passed" says so.
    """
    receiver = callee.kind.receiver if isinstance(callee.kind, Bound) else None
    if isinstance(callee.kind, Bound) and any(s.how == "answers" for s in callee.seen):
        model = m.models.passed.get(callee.kind.name)
        if model is not None:
            return EFFECTS.get(model.op, plain)(m, Call("", n, args, model, receiver, "", m.step_id(n.at)))
    return unmodelled(m, "", receiver, "", n, args, callee)


def unmodelled(
    m: Machine, name: str, receiver: Value | None, cls: str, n: ir.Call, args: Arguments, callee: Value | None = None
) -> Value:
    ident = m.step_id(n.at)
    seen = NOTHING_SEEN if receiver is None else receiver.seen
    fits: tuple[Fit, ...] = ()
    for value in args.all():
        if value.content == "statistic":  # a size, a limit: nobody knows that it gets into the rows
            seen |= {s for s in seen_in(value) if s.how != "statistic"}
        else:
            seen |= seen_in(value)
        fits += fits_of(m, value)
    # Whatever is asked of a statistic or of names of columns is still that.
    content = (
        receiver.content if receiver is not None and receiver.content in ("columns", "pairs", "statistic") else None
    )
    made = m.made(name) if receiver is None and name else ""
    result = Value(kind_of(m, made, ident) if made else UNKNOWN.kind, None, seen, content, ident)
    if receiver is not None and receiver.content == "index" and name.endswith(".isin") and args.positional:
        result = evolve(result, content="mask", key=("among", args.positional[0]))
    m.steps.append(Step(ident, "call", name, n, m.block, args, result, None, receiver or callee, fits, cls))
    m.call_unknown_functions(args)
    return result
