"""Training that watches held-out rows: whether it then stops, or keeps a state, by what it saw."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from heldout.api import Graph, Group, Handle, Instance, Many, Mapping, Rows, Step, Value, constant, relate, text_of
from heldout_rules.leakage.finals import SAME, is_final


@frozen(eq=False)
class Watch:
    """A fit that chose by rows which a model is scored on afterwards. `stop` is what makes it choose."""

    fit: Step
    at: Handle  # the argument that holds the rows
    param: str
    stop: Handle
    score: Step
    rows: Rows


def watches(graph: Graph) -> Iterator[Watch]:
    """The fits that chose by the test set, each with the first score on those rows."""
    told_already = set()
    for score in graph.ops("score", "metric"):
        if score.rows is None:
            continue
        for seen in score.seen_before:
            if seen.how != "watched" or seen.step in told_already or relate(score.rows, seen.rows) not in SAME:
                continue
            fit = graph.by_id.get(seen.step)
            stop = None if fit is None else _stop(graph, fit)
            if fit is None or stop is None:
                continue
            argument = _argument(fit)
            learned = [s.rows for s in score.seen_before if s.how == "model" and s.step == fit.id]
            texts = [text_of(arg.value) for arg in score.node.args]
            if argument is not None and is_final(graph, seen.rows, learned, texts):
                told_already.add(seen.step)
                yield Watch(fit, argument[0], argument[1], stop, score, seen.rows)


def _argument(fit: Step) -> tuple[Handle, str] | None:
    """The argument that is watched, and its parameter."""
    assert fit.model is not None
    for name in fit.model.watches:
        node = fit.arg_node(name)
        if node is not None:
            return Handle(fit.id[1], node.value.at), name
    return None


def _stop(graph: Graph, fit: Step) -> Handle | None:
    """What makes training stop, or keep its best state, by the rows it watches; None where nothing is known to."""
    made = made_by(graph, fit.receiver)
    for step in (fit, made):
        if step is None:
            continue
        for name in step.fact("stops", ()):
            value, node = step.arg(name), step.arg_node(name)
            if value is None or node is None:
                continue
            if name != "callbacks":
                if constant(value, True) not in (None, False, 0):
                    return Handle(step.id[1], node.value.at)
            elif (callback := _callback(graph, value)) is not None:
                return callback
        within = step.fact("stops-in")
        settings = step.arg(within) if within else None
        given = settings.kind.items if settings is not None and isinstance(settings.kind, Mapping) else ()
        if any(k in STOPS and constant(v, 1) for k, v in given):
            node = step.arg_node(within)
            return None if node is None else Handle(step.id[1], node.value.at)
    unless = [(s, s.fact("stops-unless")) for s in (fit, made) if s is not None and s.fact("stops-unless")]
    if unless and all(constant(s.arg(name), True) is not False and not s.args.spread for s, name in unless):
        return fit.handle
    return None


STOPS = ("early_stopping_rounds", "early_stopping_round", "early_stopping", "n_iter_no_change", "od_wait")
"""Keys under which settings in a dict switch early stopping on."""


def made_by(graph: Graph, value: Value | None) -> Step | None:
    """The call that made an object."""
    kind = None if value is None else value.kind
    if isinstance(kind, Instance) and isinstance(kind.oid, tuple) and kind.oid[:1] == ("obj",):
        return graph.by_id.get(kind.oid[1:])
    return None


def _callback(graph: Graph, value: Value) -> Handle | None:
    """The callback in a list that chooses by the watched rows."""
    kind = value.kind
    items = kind.items if isinstance(kind, Group) else (kind.item,) if isinstance(kind, Many) else (value,)
    for item in items:
        step = made_by(graph, item)
        if step is None:
            continue
        monitor = constant(step.arg("monitor"), "val")
        if not isinstance(monitor, str) or not monitor.startswith("val"):
            continue  # it looks at the training loss
        keeps = step.fact("keeps-best")
        if step.fact("stops-early") or (keeps and constant(step.arg(keeps)) is True):
            return step.handle
    return None
