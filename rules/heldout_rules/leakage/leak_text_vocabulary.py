"""A vocabulary was learned from texts that a model is then tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.early import READS, owned, report, spoils
from heldout_rules.leakage.folding import into_pipeline
from heldout_rules.leakage.keeping import LATER, fitted_later
from heldout_rules.leakage.moving import fit_after_split


class LeakTextVocabulary(Rule):
    name = "leak-text-vocabulary"
    severity = Severity.WARNING
    frameworks = ("sklearn", "keras", "gensim")
    reads = READS
    fix_safety = Safety.UNSAFE
    allows = LATER
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in owned(graph, self.name):
            name, data = told.receiver(found.cause), told.looked_at(found.cause)
            message = f"{name} learned its words and weights from {data}; {spoils(found)}"
            yield report(graph, found, message, f"{name} reads {data}")

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        found, split = report.about
        if all(look.model is None for look in found.spoiled):
            yield from into_pipeline(code, found)
        elif split is not None:
            yield from fit_after_split(code, found.cause, split)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from fitted_later(report.about[0].cause, old, new)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)
