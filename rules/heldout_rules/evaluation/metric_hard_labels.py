"""A metric that ranks by scores is given predicted labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import evolve

from heldout.api import (
    Allowance,
    Code,
    Draft,
    Fact,
    Graph,
    Handle,
    Instance,
    Place,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    Value,
    added,
    changes,
    facts,
    ir,
    lost,
    text_of,
)
from heldout_rules import told

# These metrics are defined for two classes, or (log loss) take the probabilities of all: no doubt what they want.
ALL_CLASSES = ("log_loss",)
TWO_CLASSES = ("roc_curve", "precision_recall_curve", "det_curve", "brier_score_loss")
PROBABILITIES = ("log_loss", "brier_score_loss")
NO_PROBABILITIES = (
    "LinearSVC", "SVC", "NuSVC", "RidgeClassifier", "RidgeClassifierCV", "Perceptron", "PassiveAggressiveClassifier",
    "SGDClassifier",
)  # fmt: skip


class MetricHardLabels(Rule):
    name = "metric-hard-labels"
    severity = Severity.ERROR
    frameworks = ("sklearn",)
    fix_safety = Safety.UNSAFE
    allows = Allowance(
        calls=frozenset(["predict_proba", "decision_function"]),
        dropped=frozenset(["predict"]),
        constants=frozenset(["1", "None"]),
        indices=frozenset(["[:, 1]"]),
    )

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for metric in graph.ops("metric"):
            wanted = metric.fact("scores")
            if not wanted:
                continue
            value, node = metric.arg(str(wanted)), metric.arg_node(str(wanted))
            if value is None or node is None or value.content != "labels":
                continue
            predict = _predicted(graph, value)
            if predict is not None:
                yield _report(metric, Handle(metric.id[1], node.value.at), text_of(node.value), predict)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        metric, predict, written = report.about
        call = _better(metric, predict, code)
        if call is None or metric.id[0] != predict.id[0]:
            return
        text, safety = call
        where = report.at
        if re.fullmatch(r"\w+", written) and _only_here(code, written, predict, report.at):
            where = predict.handle
        elif not re.fullmatch(r"\w+", written) and where != predict.handle:
            return
        yield Draft(f"Use `{_short(text)}`", (code.replace(code.place(where), text),), safety)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        gone, came = changes(old, new, view=_as_scores)
        yield from lost(gone)
        asked = {_as_scores(fact) for fact in facts(old)}  # labels may be needed as well, for another metric
        yield from added(tuple([f for f in came if f.op != "predict" or f not in asked]))
        yield from _scored(report.about[0], new)


def _as_scores(fact: Fact) -> Fact | None:
    """A fact as if it did not matter in which words a classifier answers."""
    if fact.op == "predict":
        return evolve(fact, what=fact.step.cls)
    if fact.op == "metric" and fact.step.fact("scores"):
        scores = str(fact.step.fact("scores"))
        return evolve(fact, args=tuple([pair for pair in fact.args if pair[0] != scores]))
    return fact


def _scored(metric: Step, new: Graph) -> Iterator[str]:
    """The metric now gets what it ranks by, of one class where it is defined for one."""
    for step in new.ops("metric"):
        wanted = step.fact("scores")
        value, node = (step.arg(str(wanted)), step.arg_node(str(wanted))) if wanted else (None, None)
        if step.name != metric.name or value is None or node is None:
            continue
        if value.content == "labels":
            yield f"`{step.method}` still gets labels"
        made = new.by_id.get(value.key) if isinstance(value.key, tuple) else None
        column = made is None or made.method != "predict_proba"
        if step.name.rpartition(".")[2] in ALL_CLASSES:
            if made is None and value.key is not None and value.content != "probabilities":
                yield f"`{step.method}` needs the probabilities of all classes"
            if made is not None and made.method == "decision_function":
                yield f"`{step.method}` needs probabilities; `decision_function` gives none"
        elif _column_of(node.value, "decision_function"):
            yield "`decision_function` gives one column for two classes; take it as it is"
        elif not column:
            yield f"`{step.method}` needs the column of the positive class: `[:, 1]`"
        elif made is not None and made.method == "decision_function" and step.name.rpartition(".")[2] in PROBABILITIES:
            yield f"`{step.method}` needs probabilities; `decision_function` gives none"


def _column_of(node: ir.Expr, method: str) -> bool:
    call = node.base if isinstance(node, ir.Subscript) else None
    return isinstance(call, ir.Call) and isinstance(call.func, ir.Attr) and call.func.name == method


def _predicted(graph: Graph, value: Value) -> Step | None:
    """The call of `predict` whose result it is."""
    step = graph.by_id.get(value.key) if isinstance(value.key, tuple) else None
    return step if step is not None and step.op == "predict" else None


def _report(metric: Step, at: Handle, written: str, predict: Step) -> Report:
    name = metric.method
    if "(" in written or "…" in written:
        message = f"`{name}` needs scores or probabilities, but {told.called(predict)} gives labels"
    else:
        message = f"`{name}` needs scores or probabilities, but `{written}` holds the labels that {told.called(predict)} gives"
    evidence = []
    if predict.handle != at:
        evidence.append((predict.handle, f"{told.called(predict)} gives one label a row, with no order among them"))
    return Report(at, message, tuple(evidence), (metric, predict, written))


def _better(metric: Step, predict: Step, code: Code) -> tuple[str, Safety] | None:
    """The call that gives scores, and whether it is certain to be the one that is meant."""
    base, func = predict.receiver_text, metric.name.rpartition(".")[2]
    if not base or "…" in base:
        return None
    whole = code.text(code.place(predict.handle))
    start = whole.find(".predict(")
    if start < 0:
        return None
    head, rest = whole[:start], whole[start + len(".predict(") :]
    kind = predict.receiver.kind if predict.receiver is not None else None
    cls = kind.cls.rpartition(".")[2] if isinstance(kind, Instance) else ""
    if cls in NO_PROBABILITIES:
        return None if func in PROBABILITIES else (f"{head}.decision_function({rest}", Safety.UNSAFE)
    certain = cls not in (
        "",
        "Pipeline",
        "GridSearchCV",
        "RandomizedSearchCV",
        "OneVsRestClassifier",
        "VotingClassifier",
    )
    safe = Safety.SAFE if certain and func in (*ALL_CLASSES, *TWO_CLASSES) else Safety.UNSAFE
    column = "" if func in ALL_CLASSES else "[:, 1]"
    return f"{head}.predict_proba({rest}{column}", safe


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "…"


def _only_here(code: Code, name: str, predict: Step, at: Handle) -> bool:
    """Whether a variable is written twice: where it is made, and in the metric."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)(?!\s*=[^=])")
    uses: list[Place] = []
    for cell in range(len(code.document.cells)):
        for row, line in enumerate(code.lines(cell)):
            uses += [Place(cell, row, m.start(), row, m.end()) for m in pattern.finditer(line.partition("#")[0])]
    if len(uses) != 1:
        return False
    place = code.place(predict.handle)
    before = code.lines(place.cell)[place.line][: place.column]
    return re.fullmatch(rf"\s*{re.escape(name)}\s*=\s*", before) is not None
