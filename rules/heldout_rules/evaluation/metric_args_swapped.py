"""A metric is given the prediction where the true values belong, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Compared,
    Draft,
    Graph,
    Handle,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    Value,
    constant,
    ir,
    text_of,
)
from heldout_rules import told
from heldout_rules.keeping.instead import true_values_first
from heldout_rules.keeping.later import ESTIMATORS

TRADED = "precision and recall trade places"
CONSEQUENCE = {
    "classification_report": TRADED,
    "precision_recall_fscore_support": TRADED,
    "precision_score": "what it gives is the recall",
    "recall_score": "what it gives is the precision",
    "fbeta_score": TRADED,
    "confusion_matrix": "its rows and columns trade places",
    "multilabel_confusion_matrix": TRADED,
    "class_likelihood_ratios": TRADED,
    "r2_score": "the error is measured against the spread of the predictions",
    "explained_variance_score": "the error is measured against the spread of the predictions",
    "d2_absolute_error_score": "the error is measured against the spread of the predictions",
    "mean_absolute_percentage_error": "each error is divided by the prediction",
    "balanced_accuracy_score": "it averages over the predicted classes",
}
"""What follows. Whatever is not here comes out the same both ways, or fails."""
BY_AVERAGE = ("f1_score", "jaccard_score")
PREDICTED = ("labels", "probabilities", "scores")


class MetricArgsSwapped(Rule):
    name = "metric-args-swapped"
    severity = Severity.ERROR
    frameworks = ("sklearn",)
    reads = ("metric", "predict", "fit")
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        metrics = [(step, effect) for step in graph.ops("metric") if (effect := _effect(step))]
        if not metrics:
            return
        targets = _targets(graph)
        for metric, effect in metrics:
            first, second = metric.arg("y_true"), _other(metric)
            if first is None or second is None:
                continue
            made = _prediction(graph, first)
            if made is None or _prediction(graph, second) or _has_seen_model(second) or not _known(second, targets):
                continue
            yield _report(metric, made, effect)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        metric: Step = report.about
        pair = _nodes(metric)
        if pair is None or any(node.star for node in metric.args.nodes):
            return
        places = [code.place(Handle(metric.id[1], node.value.at)) for node in pair]
        texts = [code.text(place) for place in places]
        yield Draft(
            f"Give `{metric.method}` the true values first",
            (code.replace(places[0], texts[1]), code.replace(places[1], texts[0])),
            Safety.SAFE,
        )

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from true_values_first(change)


def _effect(metric: Step) -> str:
    """What follows when the two trade places; "" where nothing does."""
    if metric.model is None or metric.model.params[:1] != ("y_true",):
        return ""
    name = metric.name.rpartition(".")[2]
    if name in BY_AVERAGE:
        weighted = constant(metric.args.keywords.get("average")) == "weighted"
        return "its classes are weighted by how often they are predicted" if weighted else ""
    if name == "fbeta_score" and constant(metric.args.keywords.get("beta")) == 1:
        return ""
    return CONSEQUENCE.get(name, "")


def _other(metric: Step) -> Value | None:
    return None if metric.model is None else metric.arg(metric.model.params[1])


def _nodes(metric: Step) -> tuple[ir.Arg, ir.Arg] | None:
    if metric.model is None:
        return None
    first, second = metric.arg_node("y_true"), metric.arg_node(metric.model.params[1])
    return None if first is None or second is None or first is second else (first, second)


def _prediction(graph: Graph, value: Value) -> Step | None:
    """The call of a model whose result it is, or was computed from."""
    step = graph.by_id.get(value.key) if isinstance(value.key, tuple) else None
    if step is not None and step.op == "predict":
        return step
    if value.content not in PREDICTED:
        return None
    fits = [graph.by_id.get(s.step) for s in value.seen if s.how == "model"]
    return next((fit for fit in fits if fit is not None), None)


def _has_seen_model(value: Value) -> bool:
    return any(s.how == "model" for s in value.seen)


def _targets(graph: Graph) -> set[object]:
    """Where the labels come from that anything was fitted to."""
    found: set[object] = set()
    for fit in graph.ops("fit", "fit-transform"):
        target = fit.arg(fit.model.target) if fit.model is not None and fit.model.target else None
        if target is not None:
            found |= _roots(target)
    return found


def _roots(value: Value) -> set[object]:
    rows = value.data_rows()
    return set() if rows is None else {path[0] for path in rows.paths}


def _known(value: Value, targets: set[object]) -> bool:
    """Whether a value is of the labels that a model was fitted to, or of the rows beside them."""
    roots = _roots(value)
    return bool(roots) and roots <= targets


def _report(metric: Step, made: Step, effect: str) -> Report:
    pair = _nodes(metric)
    written = text_of(pair[0].value) if pair else ""
    what = f"`{written}`" if written and "…" not in written and len(written) <= 40 else "the prediction"
    name = metric.method
    evidence = []
    if made.handle != metric.handle and made.op == "predict":
        evidence.append((made.handle, f"{told.called(made)} gives what the model believes"))
    elif made.op != "predict":
        evidence.append((made.handle, f"what {told.receiver(made)} learned here is what it believes"))
    evidence.append((metric.handle, f"`{name}` takes its first argument for the truth"))
    return Report(metric.handle, f"`{name}` takes {what} for the true values: {effect}", tuple(evidence), metric)
