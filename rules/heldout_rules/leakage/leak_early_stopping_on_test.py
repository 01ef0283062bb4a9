"""Boosting stops when the test rows say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules import told
from heldout_rules.keeping.apart import APART, watched_apart
from heldout_rules.leakage.stopping import Watch, watches
from heldout_rules.leakage.validating import HELD_BACK, held_back
from heldout_rules.leakage.validation import validation_part

BOOSTING = ("xgboost", "lightgbm", "catboost")


class LeakEarlyStoppingOnTest(Rule):
    name = "leak-early-stopping-on-test"
    severity = Severity.ERROR
    frameworks = BOOSTING
    fix_safety = Safety.UNSAFE
    allows = HELD_BACK
    language = APART

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for watch in watches(graph):
            if watch.fit.name.partition(".")[0] in BOOSTING:
                message = (
                    f"`{watch.param}` holds the test rows that {told.called(watch.score)} is computed on: the number of"
                    " trees is chosen on them"
                )
                yield report(graph, watch, message, "training stops by how well it does on the watched rows")

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        watch, split = report.about
        if split is not None:
            yield from validation_part(code, split, watch.fit)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from held_back(old, new, tested=True)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from watched_apart(change)


def report(graph: Graph, watch: Watch, message: str, stops: str) -> Report:
    """A finding of a fit that watches the test rows, with what leads there."""
    split = told.maker(graph, watch.rows.last())
    evidence = [(split.handle, "the test rows are held out here")] if split is not None else []
    evidence += [(watch.stop, stops), (watch.at, f"{told.receiver(watch.fit)} watches the test rows while it learns")]
    evidence.append((watch.score.handle, f"{told.called(watch.score)} is computed on the same rows"))
    return Report(watch.at, message, tuple(evidence), (watch, split))
