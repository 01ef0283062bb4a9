"""A program treats its classes as imbalanced, and measures nothing but the accuracy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heldout.api import (
    Allowance,
    Compared,
    Graph,
    Group,
    Instance,
    Literal,
    Mapping,
    Object,
    Report,
    Rule,
    Severity,
    Step,
    Value,
    constant,
)
from heldout_rules import told
from heldout_rules.keeping.instead import MEASURES, sees_the_rare_class

ACCURACY = ("accuracy_score",)
OTHER = re.compile(
    r"f1|f_?beta|auc|roc|precision|recall|report|confusion|kappa|matthews|mcc|gmean|geometric_mean|sensitivity"
    r"|specificity|balanced_acc|log_?loss|brier|jaccard|calibration|likelihood_ratio|det_curve|lift|gain|ks_",
    re.IGNORECASE,
)
"""Words in the names of measures that see a rare class, and of what shows them."""
CLASSIFIER = re.compile(r"Classifier(CV)?$|^LogisticRegression(CV)?$|^(Linear|Nu)?SVC$|NB$")
WEIGHTS = ("class_weight", "scale_pos_weight", "is_unbalance", "auto_class_weights", "pos_weight")
MOSTLY = 0.8  # the share of one class from which a data set that is made up is imbalanced


class MetricAccuracyImbalanced(Rule):
    name = "metric-accuracy-imbalanced"
    severity = Severity.INFO
    frameworks = ("sklearn",)
    allows = Allowance(functions=frozenset(["print"]))
    language = MEASURES

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        measured = graph.each(_accuracy)
        said = graph.each(_imbalanced) if measured else ()
        if not said or graph.each(_more):
            return
        step, why = said[0]
        first = next((m for m in measured if m.op == "metric"), measured[-1])
        more = [
            (other.handle, f"{told.called(other)} is the accuracy, too") for other in measured if other is not first
        ]
        yield Report(
            first.handle,
            f"{told.called(first)} is the accuracy, in which a rare class hardly counts, and nothing else is measured here",
            ((step.handle, why), *more),
        )

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from sees_the_rare_class(change)


def _accuracy(step: Step) -> Iterator[Step]:
    if step.op in ("metric", "score", "cross-validate") and _is_accuracy(step):
        yield step


def _imbalanced(step: Step) -> Iterator[tuple[Step, str]]:
    said = _says_imbalanced(step) if step.op in ("resample", "construct", "source", "call") else None
    if said is not None:
        yield said


def _more(step: Step) -> Iterator[Step]:
    if _may_measure_more(step):
        yield step


def _is_accuracy(step: Step) -> bool:
    if step.op == "metric":
        return step.name.rpartition(".")[2] in ACCURACY
    if step.op == "score":
        return _classifier(step.receiver) or CLASSIFIER.search(step.cls.rpartition(".")[2]) is not None
    scoring = step.args.keywords.get("scoring")
    plain = scoring is None or constant(scoring) == "accuracy"
    return plain and not step.args.spread and _classifier(step.arg("estimator"))


def _classifier(value: Value | None) -> bool:
    kind = None if value is None else value.kind
    return isinstance(kind, Instance) and CLASSIFIER.search(kind.cls.rpartition(".")[2]) is not None


def _says_imbalanced(step: Step) -> tuple[Step, str] | None:
    """A step that only makes sense where one class is rare."""
    if step.op == "resample":
        return step, f"{told.called(step)} evens out how often each class occurs"
    name = step.name.rpartition(".")[2]
    for parameter in WEIGHTS:
        value = step.args.keywords.get(parameter)
        if value is not None and step.op == "construct" and _uneven(parameter, value):
            return step, f"`{parameter}` makes up for a class that is rare"
    if name == "make_classification":
        weights = step.args.keywords.get("weights")
        shares = [constant(item) for item in weights.kind.items] if weights and isinstance(weights.kind, Group) else []
        if any(isinstance(share, float) and MOSTLY <= share < 1 for share in shares):
            return step, "`weights` makes one class much more common than the others"
    return None


def _uneven(parameter: str, value: Value) -> bool:
    kind = value.kind
    if isinstance(kind, Mapping):
        return len({constant(weight) for _, weight in kind.items}) > 1
    if isinstance(kind, Literal):
        return isinstance(kind.value, str) if parameter != "is_unbalance" else kind.value is True
    return False


def _may_measure_more(step: Step) -> bool:
    """Whether a step measures something else than the accuracy, or may do so where we cannot see it."""
    words = [step.name.rpartition(".")[2], step.method]
    if step.op == "metric":
        return words[0] not in ACCURACY
    words += [text for value in step.args.all() for text in _strings(value)]
    if step.op in ("construct", "call", "", "cross-validate", "grouping-metric") and any(map(OTHER.search, words)):
        return True
    unknown = step.op == "call" and step.model is None and not step.name.startswith("builtins.")
    return unknown and any(_of_model(value) for value in step.args.all())


def _strings(value: Value) -> Iterator[str]:
    kind = value.kind
    if isinstance(kind, Literal) and isinstance(kind.value, str):
        yield kind.value
    elif isinstance(kind, Group):
        for item in kind.items:
            yield from _strings(item)
    elif isinstance(kind, Mapping):
        for key, item in kind.items:
            yield str(key)
            yield from _strings(item)


def _of_model(value: Value) -> bool:
    """A classifier, or what one predicts."""
    return _classifier(value) or isinstance(value.kind, Object) or any(s.how == "model" for s in value.seen)
