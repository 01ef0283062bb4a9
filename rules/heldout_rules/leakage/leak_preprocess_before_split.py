"""A transformer learned from rows that a model is then tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Draft,
    Graph,
    Relation,
    Report,
    Rows,
    Rule,
    Safety,
    Seen,
    Severity,
    Step,
    parted_by,
    relate,
)
from heldout_rules import told
from heldout_rules.leakage.moving import fit_after_split

LABEL_CODES = (
    "LabelEncoder",
    "LabelBinarizer",
    "MultiLabelBinarizer",
)  # they learn the names of classes, no statistics


class LeakPreprocessBeforeSplit(Rule):
    name = "leak-preprocess-before-split"
    severity = Severity.WARNING
    frameworks = ("sklearn",)
    fix_safety = Safety.UNSAFE

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        told_already: set[tuple[object, object]] = set()
        for score in graph.ops("score", "metric"):
            if score.rows is None:
                continue
            model = _trained_elsewhere(score.rows, score.seen_before)
            if model is None:
                continue
            for seen in sorted(score.seen_before, key=lambda s: s.step):
                fit = graph.by_id.get(seen.step)
                if fit is None or seen.how not in ("statistics", "labels") or seen.by.endswith(LABEL_CODES):
                    continue
                if relate(score.rows, seen.rows) not in (Relation.INSIDE, Relation.OVERLAPPING):
                    continue
                if (fit.handle, score.handle) not in told_already:
                    told_already.add((fit.handle, score.handle))
                    yield _report(graph, fit, seen, score, model)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        fit, split = report.about
        if split is not None:
            yield from fit_after_split(code, fit, split)


def _trained_elsewhere(rows: Rows, seen: Iterable[Seen]) -> Seen | None:
    """A model that judged the rows without having learned from them: only then are they held out."""
    models = [s for s in seen if s.how == "model" and relate(rows, s.rows) is Relation.DISJOINT]
    return min(models, key=lambda s: s.step) if models else None


def _report(graph: Graph, fit: Step, seen: Seen, score: Step, model: Seen) -> Report:
    assert score.rows is not None
    held_out = parted_by(score.rows, model.rows)
    split = told.maker(graph, held_out)
    name, data, share = told.receiver(fit), told.data(fit), told.percent(score.rows, seen.rows)
    those = f"{share}those rows" if share else "some of those rows"
    message = f"{name} was fitted on all of {data}; {those} are the test set that {told.called(score)} is computed on"
    evidence = [(s.handle, "the rows are read here") for s in told.sources(graph, seen.rows)]
    evidence.append((fit.handle, f"{name} learns from all of {data}"))
    if split is not None:
        evidence.append((split.handle, f"only then are the test rows set apart{f' ({share[:-4]})' if share else ''}"))
    trained = graph.by_id.get(model.step)
    if trained is not None:
        evidence.append((trained.handle, f"{told.receiver(trained)} is fitted on the other rows"))
    evidence.append((score.handle, f"{told.called(score)} is computed on rows that {name} has seen"))
    return Report(fit.handle, message, tuple(evidence), (fit, split))
