"""Rows were repeated before the split, so training and test rows are the same rows."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Compared, Graph, Report, Rule, Severity
from heldout_rules import told
from heldout_rules.keeping.columns import copied_later
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.leakage.copied import READS, copied, report


class LeakDuplicateRowsBeforeSplit(Rule):
    name = "leak-duplicate-rows-before-split"
    severity = Severity.ERROR
    frameworks = ("pandas", "numpy")
    reads = READS
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in graph.ask(copied):
            step = found.step
            if step.op == "resample" or (step.op == "resample-rows" and step.method != "sample"):
                continue
            name = told.called(step)
            when = "the split" if found.split is not None or found.looks else "the folds are cut"
            yield report(
                found,
                f"{name} repeats rows before {when}: the same rows are learned from and tested on",
                f"{name} repeats rows",
            )

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from copied_later(change)
