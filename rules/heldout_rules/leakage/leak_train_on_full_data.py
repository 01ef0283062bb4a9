"""A model learned from the very rows that it is scored on as a test set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Code,
    Compared,
    Draft,
    Graph,
    Handle,
    Relation,
    Report,
    Rows,
    Rule,
    Safety,
    Seen,
    Segment,
    Severity,
    Step,
    relate,
)
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.held_out import is_search
from heldout_rules.leakage.keeping import fitted_on_train
from heldout_rules.leakage.statements import assigned, call_of, line_of, parts

UNSUPERVISED = ("cluster", "mixture", "neighbors._lof", "decomposition", "manifold")


class LeakTrainOnFullData(Rule):
    name = "leak-train-on-full-data"
    severity = Severity.ERROR
    frameworks = ("sklearn", "xgboost", "lightgbm")
    reads = ("score", "metric", "fit", "split")
    fix_safety = Safety.UNSAFE
    allows = Allowance(moves=True)
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for score, seen, relation in graph.each(learned):
            fit = graph.by_id.get(seen.step)
            if fit is not None and not is_search(fit) and supervised(fit):
                yield report(graph, fit, score, relation)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        fit, split = report.about
        if split is not None:
            yield from fit_on_train(code, fit, split)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from fitted_on_train(report.about[0], old, new)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)


def learned(score: Step) -> Iterator[tuple[Step, Seen, Relation]]:
    """The fits that had learned the test rows that a score is computed on. To be asked of each step."""
    rows = score.rows
    if score.op not in ("score", "metric") or rows is None or rows.role not in ("test", "validation"):
        return
    for seen in sorted(score.seen_before, key=lambda s: s.step):
        if seen.how == "model" and (relation := relate(rows, seen.rows)) in (Relation.INSIDE, Relation.SAME):
            yield score, seen, relation


def supervised(fit: Step) -> bool:
    """Whether a fit looked at labels: a clustering that has seen its rows is no cheat."""
    if any(f".{module}." in f".{fit.cls}." for module in UNSUPERVISED):
        return False
    if fit.fact("supervised"):  # data that bring their labels: CatBoost's Pool
        return True
    target = fit.model.target if fit.model is not None else ""
    return fit.given(target) if target else True


def _last(rows: Rows) -> Segment | None:
    for path in rows.paths:
        for segment in reversed(path):
            if isinstance(segment, Segment) and segment.role:
                return segment
    return None


def report(graph: Graph, fit: Step, score: Step, relation: Relation) -> Report:
    """A report at the fit: what it learned, and that the score asks for it."""
    assert score.rows is not None
    name, data = told.receiver(fit), told.data(fit)
    split = told.maker(graph, _last(score.rows))
    if relation is Relation.SAME:
        message = f"{name} is fitted on {data}, the very rows that {told.called(score)} tests it on"
    else:
        message = f"{name} is fitted on {data}, which holds the test rows that {told.called(score)} is computed on"
    evidence = [(fit.handle, f"{name} learns from {data}")]
    if split is not None:
        evidence.append((split.handle, "the test rows are a part of them"))
    evidence.append((score.handle, f"{told.called(score)} asks for rows that {name} has learned"))
    return Report(fit.handle, message, tuple(evidence), (fit, split))


def fit_on_train(code: Code, fit: Step, split: Step) -> Iterator[Draft]:
    """`clf.fit(X, y)` after `a, b, c, d = train_test_split(X, y)`: `clf.fit(a, c)`."""
    if split.op != "split" or split.id[0] != fit.id[0]:
        return
    line = line_of(code, split.handle)
    call = None if line is None else call_of(line)
    if line is None or call is None or assigned(line) is None or not line.place < code.place(fit.handle):
        return
    halves = parts(line, call)
    if halves is None:
        return
    tests = {test: train for train, test in halves.values()}
    edits, words = [], []
    for arg in fit.node.args:
        place = code.place(Handle(fit.id[1], arg.value.at))
        text = code.text(place)
        train = halves[text][0] if text in halves else tests.get(text)
        if train is None or train == "_":  # a part that nobody keeps has no name
            return
        edits.append(code.replace(place, train))
        words.append(train)
    if edits:
        yield Draft(f"Fit on {' and '.join(f'`{w}`' for w in words)} only", tuple(edits), Safety.UNSAFE)
