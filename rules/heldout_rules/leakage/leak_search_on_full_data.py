"""A search for parameters saw the very rows that its result is tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Draft, Graph, Relation, Report, Rule, Safety, Severity, relate
from heldout_rules.leakage.held_out import is_search
from heldout_rules.leakage.keeping import fitted_on_train
from heldout_rules.leakage.leak_train_on_full_data import fit_on_train, report


class LeakSearchOnFullData(Rule):
    name = "leak-search-on-full-data"
    severity = Severity.ERROR
    frameworks = ("sklearn",)
    reads = ("score", "metric", "fit", "split")
    fix_safety = Safety.UNSAFE
    allows = Allowance(moves=True)

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for score in graph.ops("score", "metric"):
            rows = score.rows
            if rows is None or rows.role not in ("test", "validation"):
                continue
            for seen in sorted(score.seen_before, key=lambda s: s.step):
                fit = graph.by_id.get(seen.step)
                if seen.how != "model" or fit is None or not is_search(fit):
                    continue
                relation = relate(rows, seen.rows)
                if relation in (Relation.INSIDE, Relation.SAME):
                    yield report(graph, fit, score, relation)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        fit, split = report.about
        if split is not None:
            yield from fit_on_train(code, fit, split)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from fitted_on_train(report.about[0], old, new)
