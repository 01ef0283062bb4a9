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
from heldout_rules.leakage.finals import TEST, names_of, plain, whole
from heldout_rules.leakage.held_out import JUDGING, is_search, judged
from heldout_rules.leakage.keeping import fitted_on_train
from heldout_rules.leakage.statements import assigned, call_of, line_of, parts

UNSUPERVISED = ("cluster", "mixture", "neighbors._lof", "decomposition", "manifold")


class LeakTrainOnFullData(Rule):
    name = "leak-train-on-full-data"
    severity = Severity.ERROR
    frameworks = ("sklearn", "xgboost", "lightgbm", "torch")
    reads = (*JUDGING, "split", "backward", "optimizer-step")
    fix_safety = Safety.UNSAFE
    allows = Allowance(moves=True)
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for score, seen, relation in graph.each(learned):
            fit = graph.by_id.get(seen.step)
            if fit is not None and not is_search(fit) and supervised(fit):
                yield report(graph, fit, score, relation)
        yield from _networks(graph)

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


def _networks(graph: Graph) -> Iterator[Report]:
    """`random_split(ds)`, a network that is trained on `ds` itself, and a score on a part that is called the test.

    Parts have no role of their own, and a part of the training rows is often asked how far they are learned: so the name
    must say what it is for, and no other rows may test the network.
    """
    told_already = set()
    for score in graph.ops("score", "metric"):
        rows = None if score.rows is None else whole(score.rows)
        last = None if rows is None else rows.last()
        if rows is None or last is None or not _of_parts(last):
            continue
        models = [seen for seen in score.seen_before if seen.how == "model"]
        fits = [graph.by_id[seen.step] for seen in models if seen.step in graph.by_id]
        if (
            not fits
            or len(fits) < len(models)
            or any(fit.op not in BY_HAND for fit in fits)
            or fits[0].id in told_already
        ):
            continue
        if any(relate(rows, whole(seen.rows)) is not Relation.INSIDE for seen in models):
            continue
        if not any(TEST.search(plain(name)) for name in names_of(graph, rows)):
            continue
        if any(look.model is not None for look in graph.ask(judged)):
            return
        told_already.add(fits[0].id)
        yield _of_network(graph, fits[0], score, last)


def _of_parts(part: Segment) -> bool:
    return isinstance(part.split, tuple) and part.split[:1] == ("parts",)


BY_HAND = ("backward", "optimizer-step")


def _of_network(graph: Graph, fit: Step, score: Step, part: Segment) -> Report:
    split = graph.by_id.get(part.split[1]) if isinstance(part.split, tuple) else None
    what = "the split" if split is None else told.called(split)
    message = f"the network learns from all rows that {what} was given, among them those it is tested on"
    evidence = [] if split is None else [(split.handle, f"{what} sets the test rows apart")]
    evidence += [
        (fit.handle, "the network learns here from all of the rows"),
        (score.handle, f"{told.called(score)} asks for rows that it has learned"),
    ]
    return Report(fit.handle, message, tuple(evidence), (fit, None))


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
