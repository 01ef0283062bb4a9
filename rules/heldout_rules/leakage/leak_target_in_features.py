"""The column that is predicted is among the features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Compared,
    Draft,
    Graph,
    Group,
    Handle,
    Made,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    constant,
    ir,
    text_of,
)
from heldout_rules import told
from heldout_rules.keeping.columns import without_the_target
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.leakage.dropping import without_target
from heldout_rules.leakage.features import Learning, chooses_columns, learnings


class LeakTargetInFeatures(Rule):
    name = "leak-target-in-features"
    severity = Severity.ERROR
    frameworks = ("pandas", "sklearn")
    fix_safety = Safety.SAFE
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        told_already = set()
        for learning in graph.ask(learnings):
            name = learning.y
            if name is None or learning.target is None or learning.features.origin != learning.target.origin:
                continue
            if learning.features.has(name) is not True or not _as_it_is(learning):
                continue
            if (learning.features, name) in told_already or chooses_columns(graph, learning.fit):
                continue
            if _taken_out(graph, learning.features.origin, name):
                continue
            told_already.add((learning.features, name))
            yield _report(graph, learning, name)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        step, text, name, asked = report.about
        yield from without_target(code, step, text, name, asked)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from without_the_target(change)


def _taken_out(graph: Graph, origin: object, name: str) -> bool:
    """Whether the column is taken out of the table somewhere in place: the features may be the same table by another name."""
    for step in graph.ops("call", "drop"):
        if step.receiver is None or not (step.fact("removes") or constant(step.args.keywords.get("inplace")) is True):
            continue
        columns = step.receiver.columns
        same = step.receiver.key == origin if columns is None else columns.origin == origin
        if same and name in _names(step):
            return True
    return False


def _names(step: Step) -> set[object]:
    found: set[object] = set()
    for value in step.args.all():
        found |= {constant(v) for v in (value.kind.items if isinstance(value.kind, Group) else (value,))}
    return found


def _as_it_is(learning: Learning) -> bool:
    """Whether the features hold the target of the same row: a table that was shifted as a whole holds that of others."""
    series = learning.features.series
    return series is None or (series.one == learning.y and series.ahead == 0)


def _report(graph: Graph, learning: Learning, name: str) -> Report:
    fit = learning.fit
    step = _split(graph, learning) or fit
    text = _written(step, learning)
    shown = f"`{text}`" if text and "…" not in text else "the features"
    message = f'{shown} still holds "{name}", the column that {told.receiver(fit)} is to predict'
    if fit.op != "fit":
        message = f'{shown} still holds "{name}", the column that is to be predicted'
    evidence = [(step.handle, f'here "{name}" is among the features, and is the target')]
    if step is not fit:
        evidence.append((fit.handle, f"{told.receiver(fit)} learns to read it off"))
    node = next((a.value for a in step.node.args if text_of(a.value) == text), None)
    at = step.handle if node is None else Handle(step.id[1], node.at)
    return Report(at, message, tuple(evidence), (step, text, name, _asked(graph, learning, name)))


def _asked(graph: Graph, learning: Learning, name: str) -> list[Handle]:
    """The tables that the model is asked about and that hold the target too."""
    found = []
    for step in graph.ops("predict", "score"):
        if step.args.positional and any(s.how == "model" and s.step == learning.fit.id for s in step.seen_before):
            value = step.args.positional[0]
            whole = value.columns is None or (value.columns.series is None and value.columns.has(name) is True)
            node = step.args.nodes[0].value
            handle = Handle(step.id[1], node.at)
            if whole and isinstance(node, ir.Name) and handle not in found:
                found.append(handle)
    return found


def _split(graph: Graph, learning: Learning) -> Step | None:
    """The split that parted these very columns."""
    for step in graph.ops("split"):
        given = step.args.positional
        labels = any(v.columns is not None and v.columns.series == _series(learning) for v in given)
        if labels and any(v.columns == learning.features or _all(v.key, learning) for v in given):
            return step
    return None


def _series(learning: Learning) -> Made | None:
    return None if learning.target is None else learning.target.series


def _all(key: object, learning: Learning) -> bool:
    features = learning.features
    return key == features.origin and features.names is None and not features.dropped and not features.made


def _written(step: Step, learning: Learning) -> str:
    for node, value in zip(step.args.nodes, step.args.positional, strict=False):
        if value.columns == learning.features or _all(value.key, learning):
            return text_of(node.value)
    return step.data_text()
