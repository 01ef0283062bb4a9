"""A statistic of all rows went back into the rows, some of which a model is then tested on."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Graph, Report, Rule, Severity
from heldout_rules import told
from heldout_rules.leakage.early import READS, owned, report, spoils


class LeakGlobalStatistic(Rule):
    name = "leak-global-statistic"
    severity = Severity.WARNING
    frameworks = ("pandas", "numpy")
    reads = READS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in owned(graph, self.name):
            what = told.called(found.cause)
            both = f"{what} and {told.called(found.beside[0])} are" if found.beside else f"{what} is"
            message = f"{both} computed over all rows and put back into them; {spoils(found)}"
            yield report(graph, found, message, f"{what} looks at all rows")
