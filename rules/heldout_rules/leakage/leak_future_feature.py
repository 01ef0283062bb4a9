"""A feature holds values of later rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heldout.api import Compared, Graph, Made, Report, Rule, Severity, Step
from heldout_rules import told
from heldout_rules.keeping.instead import looks_back
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.leakage.features import Learning, learnings, step_of

TEXT = re.compile(r"(?<![a-z])(word|token|char|lemma|pos|tag|sentence|text)s?(?![a-z])", re.IGNORECASE)
"""The next word of a text is known when the text is."""


class LeakFutureFeature(Rule):
    name = "leak-future-feature"
    severity = Severity.ERROR
    frameworks = ("pandas",)
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        told_already = set()
        for learning in graph.ask(learnings):
            if not _aligned(learning):
                continue
            for name, how in learning.made():
                step = step_of(graph, how, "future")
                if how.ahead is None or how.ahead < 1 or step is None or step.id in told_already:
                    continue
                if not any(TEXT.search(column) for column in (name, *how.of)):
                    told_already.add(step.id)
                    yield _report(learning, name, how, step)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from looks_back(change)


def _aligned(learning: Learning) -> bool:
    """Whether the labels are of the same rows: `X[:-1]` against `y[1:]` is what is known when the next row is predicted."""
    step = learning.fit
    y = step.arg(step.model.target) if step.model is not None and step.model.target else None
    ours, theirs = learning.X.rows, None if y is None else y.rows
    if ours is None or theirs is None or ours == theirs:
        return True
    return {path[0] for path in ours.paths}.isdisjoint(path[0] for path in theirs.paths)


def _report(learning: Learning, name: str, how: Made, step: Step) -> Report:
    rows = "one row" if how.ahead == 1 else f"{how.ahead} rows"
    feature = f'"{name}"' if name != "…" else "a feature"
    message = f"{feature} looks {rows} into the future, and {told.receiver(learning.fit)} learns from it"
    if learning.fit.op != "fit":
        message = f"{feature} looks {rows} into the future, and is used as a feature"
    evidence = (
        (step.handle, f"{told.called(step)} takes values of later rows"),
        (learning.fit.handle, f"{feature} is among the features here"),
    )
    return Report(step.handle, message, evidence, step)
