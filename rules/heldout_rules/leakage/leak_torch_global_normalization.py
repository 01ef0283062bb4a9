"""A tensor was normalised with statistics of all rows before some of them were set apart."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Graph, Report, Rule, Severity
from heldout_rules import told
from heldout_rules.leakage.early import READS, TENSOR, owned, report, spoils


class LeakTorchGlobalNormalization(Rule):
    name = TENSOR
    severity = Severity.WARNING
    frameworks = ("torch",)
    reads = READS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in owned(graph, self.name):
            what = told.called(found.cause)
            both = f"{what} and {told.called(found.beside[0])} are" if found.beside else f"{what} is"
            message = f"{both} computed over all rows to normalise them; {spoils(found)}"
            yield report(graph, found, message, f"{what} looks at all rows")
