"""The only score that a program reports of a model is of the rows that the model has learned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heldout.api import Compared, Graph, Relation, Report, Rows, Rule, Segment, Severity, Step, ir, relate
from heldout_rules import told
from heldout_rules.blocks import entered, nodes
from heldout_rules.keeping.parted import SPLITS, tested_apart
from heldout_rules.leakage.held_out import JUDGING, judged
from heldout_rules.leakage.leak_train_on_full_data import supervised

CURVES = (
    "sklearn.linear_model.",
    "sklearn.isotonic.",
    "sklearn.gaussian_process.",
    "sklearn.kernel_ridge.",
    "statsmodels.",
)
"""Where people describe a fit: how much of the variance a line explains is no promise about other rows."""
OF_CLASSES = (
    "accuracy_score", "balanced_accuracy_score", "classification_report", "confusion_matrix", "f1_score", "log_loss",
    "precision_score", "recall_score", "roc_auc_score",
)  # fmt: skip
CHOICES = ("split", "fold", "slice", "mask", "sample")


class LeakEvalOnTrain(Rule):
    name = "leak-eval-on-train"
    severity = Severity.WARNING
    frameworks = ("sklearn", "xgboost", "lightgbm")
    reads = (*JUDGING, "split", "folds", "parts", "report", "construct")
    language = SPLITS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        if not graph.ops("report") or not graph.ops("score", "metric"):
            return
        if graph.ops("split", "folds", "parts") or _out_of_bag(graph) or len(graph.ask(judged)) > 0:
            return  # the program knows of other rows to test on
        for score in graph.ops("score", "metric"):
            fit = _on_its_own_rows(graph, score)
            if fit is None or not _claims(score, fit):
                continue
            shown = _printed(graph, score)
            if shown is None:
                continue
            if entered(score):
                yield _report(graph, score, fit, shown)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from tested_apart(change)


def _on_its_own_rows(graph: Graph, score: Step) -> Step | None:
    """The supervised fit on the very rows of a score, when no other model has a part in it."""
    models = [s for s in score.seen_before if s.how == "model"]
    if score.rows is None or not models or not _whole(score.rows):
        return None
    if any(relate(score.rows, model.rows) is not Relation.SAME for model in models):
        return None
    fit = graph.by_id.get(min([model.step for model in models], key=graph.turn))
    return (
        fit
        if fit is not None and fit.op == "fit" and fit.model is not None and fit.model.target and supervised(fit)
        else None
    )


def _whole(rows: Rows) -> bool:
    """Whether nobody has set a part of these rows aside."""
    return not any(isinstance(s, Segment) and (s.kind in CHOICES or s.role) for path in rows.paths for s in path)


def _claims(score: Step, fit: Step) -> bool:
    """Whether the number says how good a model is, and not how well a curve fits its points."""
    if score.op == "metric" and score.name.rpartition(".")[2] in OF_CLASSES:
        return True
    classifier = fit.cls.endswith(("Classifier", "LogisticRegression"))
    return not fit.cls.startswith("sklearn.pipeline.") and (classifier or not fit.cls.startswith(CURVES))


def _out_of_bag(graph: Graph) -> bool:
    return any("oob_score" in step.args.keywords for step in graph.ops("construct"))


def _printed(graph: Graph, score: Step) -> Step | None:
    """The print that shows a score, unless it says that these are the training rows."""
    shown = [step for step in graph.ops("report") if any(_holds(graph, v.key, score) for v in step.args.all())]
    if not shown or any(_says_so(step) for step in shown):
        return None
    return shown[0]


def _holds(graph: Graph, key: Any, score: Step, depth: int = 3) -> bool:
    """Whether a value is made of a score: the score, rounded, in a string."""
    if key == score.id:
        return True
    if not isinstance(key, tuple) or depth == 0:
        return False
    step = graph.by_id.get(key)
    if step is not None:
        return step.op == "call" and any(_holds(graph, v.key, score, depth - 1) for v in step.args.all())
    return any(_holds(graph, part, score, depth) for part in key)


def _says_so(step: Step) -> bool:
    words = []
    for node in nodes(step.node):
        if isinstance(node, ir.Const) and isinstance(node.value, str):
            words.append(node.value.lower())
        elif isinstance(node, ir.Name):
            words.append(node.id.lower())
    return any(sign in word for word in words for sign in ("train", "fit", "sample", "resubstitution", "overfit"))


def _report(graph: Graph, score: Step, fit: Step, shown: Step) -> Report:
    name, what = told.receiver(fit), told.called(score)
    message = f"{what} is computed on the rows that {name} was fitted on, and no other score of it is reported"
    evidence = [(s.handle, "the rows are read here") for s in told.sources(graph, fit.rows)] if fit.rows else []
    evidence.append((fit.handle, f"{name} learns from {told.table(fit)}"))
    evidence.append((score.handle, f"{what} asks for the same rows"))
    evidence.append((shown.handle, "this is the only score that is shown"))
    return Report(score.handle, message, tuple(evidence))
