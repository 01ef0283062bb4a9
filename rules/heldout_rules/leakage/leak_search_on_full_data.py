"""A search for parameters saw the very rows that its result is tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.held_out import is_search
from heldout_rules.leakage.keeping import fitted_on_train
from heldout_rules.leakage.leak_train_on_full_data import fit_on_train, learned, report


class LeakSearchOnFullData(Rule):
    name = "leak-search-on-full-data"
    severity = Severity.ERROR
    frameworks = ("sklearn",)
    reads = ("score", "metric", "fit", "split")
    fix_safety = Safety.UNSAFE
    allows = Allowance(moves=True)
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for score, seen, relation in graph.each(learned):
            fit = graph.by_id.get(seen.step)
            if fit is not None and is_search(fit):
                yield report(graph, fit, score, relation)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        fit, split = report.about
        if split is not None:
            yield from fit_on_train(code, fit, split)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from fitted_on_train(report.about[0], old, new)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)
