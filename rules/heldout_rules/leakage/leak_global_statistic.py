"""A statistic of all rows went back into the rows, some of which a model is then tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.early import READS, owned, report, spoils
from heldout_rules.leakage.restating import on_training_part


class LeakGlobalStatistic(Rule):
    name = "leak-global-statistic"
    severity = Severity.WARNING
    frameworks = ("pandas", "numpy")
    reads = READS
    fix_safety = Safety.UNSAFE
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in owned(graph, self.name):
            what = told.called(found.cause)
            both = f"{what} and {told.called(found.beside[0])} are" if found.beside else f"{what} is"
            message = f"{both} computed over all rows and put back into them; {spoils(found)}"
            yield report(graph, found, message, f"{what} looks at all rows")

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        found, split = report.about
        if split is not None:
            yield from on_training_part(code, found.cause, split)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)
