"""A Spark estimator learned from rows before they were split."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Compared, Graph, Report, Rule, Severity
from heldout_rules import told
from heldout_rules.keeping.later import LAZY, learned_later
from heldout_rules.leakage.early import READS, SPARK, owned, report, spoils


class LeakSparkFitBeforeSplit(Rule):
    name = SPARK
    severity = Severity.WARNING
    frameworks = ("pyspark",)
    reads = READS
    language = LAZY

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in owned(graph, self.name):
            name = told.receiver(found.cause)
            message = f"{name} was fitted on {told.looked_at(found.cause)}; {spoils(found)}"
            yield report(graph, found, message, f"{name} learns from {told.looked_at(found.cause)}")

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)
