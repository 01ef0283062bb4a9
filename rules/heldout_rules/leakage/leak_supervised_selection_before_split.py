"""Features were chosen, or made, with the labels of rows that a model is then tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.early import READS, owned, report, spoils
from heldout_rules.leakage.fold_loops import fit_in_loop
from heldout_rules.leakage.folding import into_pipeline
from heldout_rules.leakage.keeping import LATER, fitted_later
from heldout_rules.leakage.moving import fit_after_split


class LeakSupervisedSelectionBeforeSplit(Rule):
    name = "leak-supervised-selection-before-split"
    severity = Severity.ERROR
    frameworks = ("sklearn", "pandas")
    reads = READS
    fix_safety = Safety.UNSAFE
    allows = LATER
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in owned(graph, self.name):
            cause = found.cause
            fitted = cause.op in ("fit", "fit-transform")
            name = told.receiver(cause) if fitted else told.called(cause)
            message = f"{name} looked at the labels of {told.looked_at(cause)}; {spoils(found)}"
            yield report(graph, found, message, f"{name} compares the features with the labels of all rows")

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        found, split = report.about
        if all(look.model is None for look in found.spoiled):
            yield from into_pipeline(code, found)
        elif split is not None:
            yield from (fit_in_loop if split.op == "folds" else fit_after_split)(code, found.cause, split)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from fitted_later(report.about[0].cause, old, new)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)
