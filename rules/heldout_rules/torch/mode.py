"""The mode of a network: which parts it has that behave differently in training, and which mode it is in when it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heldout.api import Bound, Graph, Group, Instance, Mapping, Object, Step, Value, constant
from heldout_rules.blocks import BlockKey, innermost, key, within

SAYS_MODE = ("eval", "inference", "freeze", "mode")


def oid(value: Value | None) -> Any:
    """The identity of an object, None for what has none."""
    return value.kind.oid if value is not None and isinstance(value.kind, (Instance, Object)) else None


def maker(graph: Graph, value: Value) -> Step | None:
    """The call that made an object."""
    made = oid(value)
    return graph.by_id.get(made[1:]) if isinstance(made, tuple) and made[:1] == ("obj",) else None


def inner(value: Value, depth: int = 0) -> Iterator[Value]:
    """The objects in a value: itself, or the items of a list."""
    if isinstance(value.kind, Group) and depth < 3:
        for item in value.kind.items:
            yield from inner(item, depth + 1)
    elif isinstance(value.kind, Mapping) and depth < 3:
        for _, item in value.kind.items:
            yield from inner(item, depth + 1)
    elif oid(value) is not None:
        yield value


def sensitive(graph: Graph, network: Value, depth: int = 0) -> Step | None:
    """The dropout or normalisation in a network that makes its mode matter, as the step that made it."""
    made = maker(graph, network)
    if made is not None and made.fact("dropout-or-norm"):
        return made
    if depth > 6:
        return None
    if isinstance(network.kind, Object):
        construction = _construction(graph, network.kind.oid)
        if construction is None:
            return None
        inside = [s for s in graph.ops("construct") if within(s, construction)]
        return next((s for s in inside if s.fact("dropout-or-norm") and _active(s)), None)
    if made is not None:
        for argument in made.args.all():
            for part in inner(argument):
                found = sensitive(graph, part, depth + 1)
                if found is not None and _active(found):
                    return found
    return None


def _active(step: Step) -> bool:
    """Dropout of probability 0 does nothing."""
    p = step.args.keywords.get("p") or next(iter(step.args.positional), None)
    return not ("Dropout" in step.name and constant(p) in (0, 0.0))


def _construction(graph: Graph, made: Any) -> BlockKey | None:
    """The run of `__init__` that built an object: where it calls its base."""
    for step in graph.steps:
        if step.method == "__init__" and oid(step.receiver) == ("super", made):
            block = innermost(step, "function")
            return None if block is None else key(block)
    return None


def family(graph: Graph, network: Value, depth: int = 0) -> set[Any]:
    """A network and those it wraps (DataParallel): they share their mode."""
    found = {oid(network)}
    made = maker(graph, network)
    if made is not None and depth < 4:
        for argument in made.args.all():
            for part in inner(argument):
                found |= family(graph, part, depth + 1)
    return found


def last_switch(graph: Graph, before: list[Step], members: set[Any]) -> tuple[str, Step | None]:
    """The mode in force after some steps: "train", "eval", "unknown", or "" when nothing has switched it."""
    for step in reversed(before):
        if step.op == "eval-mode" and (oid(step.receiver) in members or oid(step.receiver) is None):
            return "eval", step
        if step.op == "train-mode" and oid(step.receiver) in members:
            mode = constant(step.arg("mode"), True)
            return ("train" if mode is True else "eval"), step
        leaves = step.fact("leaves")
        if leaves and step.receiver is not None and not members.isdisjoint(family(graph, step.receiver)):
            return str(leaves), step
        if step.op == "call" and step.method == "eval" and oid(_of(step)) is None:
            return "eval", step
        says = step.op == "call" and any(word in step.method.lower() for word in SAYS_MODE)
        if says and any(oid(v) in members for v in step.args.all()):
            return "unknown", step
    return "", None


def _of(step: Step) -> Value | None:
    receiver = step.receiver
    while receiver is not None and isinstance(receiver.kind, Bound):
        receiver = receiver.kind.receiver
    return receiver
