"""Training that watches held-out rows: whether it then stops, or keeps a state, by what it saw."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from heldout.api import Graph, Handle, Instance, Object, Rows, Step, Value, constant, relate, text_of
from heldout_rules.leakage.finals import SAME, is_final, whole
from heldout_rules.leakage.held_out import by_hand


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
    for score in graph.ops("score", "metric", "statistic"):
        if score.rows is None or (score.op == "statistic" and not by_hand(score)):
            continue
        for seen in score.seen_before:
            if seen.how != "watched" or seen.step in told_already or relate(score.rows, seen.rows) not in SAME:
                continue
            fit = graph.by_id.get(seen.step)
            stop = None if fit is None else _stop(graph, fit)
            if fit is None or stop is None:
                continue
            at = next((w for w in fit.watched if w.rows is not None and whole(w.rows) == seen.rows), None)
            learned = [s.rows for s in score.seen_before if s.how == "model" and s.step == fit.id]
            texts = [text_of(arg.value) for arg in score.node.args]
            if at is not None and is_final(graph, seen.rows, learned, texts):
                told_already.add(seen.step)
                yield Watch(fit, at.handle or fit.handle, at.name, stop, score, seen.rows)


def _stop(graph: Graph, fit: Step) -> Handle | None:
    """What makes training stop, or keep its best state, by the rows it watches; None where nothing is known to."""
    settings = made_by(graph, fit.receiver)
    for stop in fit.stops:
        if settings is not None and constant(settings.args.keywords.get(stop.name), True) is False:
            continue  # it is on by default, and was switched off where the object was made
        made = made_by(graph, stop.value)
        monitor = "val" if made is None else constant(made.arg("monitor"), "val")
        if isinstance(monitor, str) and monitor.startswith(("val", "eval")):  # it does not look at the training loss
            return stop.handle or fit.handle
    return None


def made_by(graph: Graph, value: Value | None) -> Step | None:
    """The call that made an object."""
    kind = None if value is None else value.kind
    if isinstance(kind, (Instance, Object)) and isinstance(kind.oid, tuple) and kind.oid[:1] == ("obj",):
        return graph.by_id.get(kind.oid[1:])
    return None
