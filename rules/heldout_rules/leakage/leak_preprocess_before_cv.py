"""A transformer learned from all rows, and cross-validation then holds out folds of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.early import READS, owned, report, spoils
from heldout_rules.leakage.fold_loops import fit_in_loop
from heldout_rules.leakage.folding import into_pipeline


class LeakPreprocessBeforeCv(Rule):
    name = "leak-preprocess-before-cv"
    severity = Severity.WARNING
    frameworks = ("sklearn",)
    reads = READS
    fix_safety = Safety.UNSAFE
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in owned(graph, self.name):
            name, data = told.receiver(found.cause), told.looked_at(found.cause)
            message = f"{name} was fitted on {data} before the folds were cut; {spoils(found)}"
            yield report(graph, found, message, f"{name} learns from {data}")

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        found, split = report.about
        if split is not None:
            yield from fit_in_loop(code, found.cause, split)
        else:
            yield from into_pipeline(code, found)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)
