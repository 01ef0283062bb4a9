"""Rows in the order of time are split at random."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Columns, Draft, Graph, Report, Rule, Safety, Severity, Step, kept
from heldout_rules import told
from heldout_rules.leakage.features import ordered
from heldout_rules.leakage.shuffling import shuffles


class LeakTemporalShuffle(Rule):
    name = "leak-temporal-shuffle"
    severity = Severity.WARNING
    frameworks = ("pandas", "sklearn")
    fix_safety = Safety.UNSAFE
    allows = Allowance(keywords=frozenset(["shuffle", "stratify"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        splits = [s for s in graph.ops("split", "folds", "cross-validate", "sample", "parts") if shuffles(graph, s)]
        if not splits or not graph.ops("score", "metric", "predict", "forward", "cross-validate"):
            return
        for split in splits:
            for value in (split.receiver, *split.args.all()) if split.op == "sample" else split.args.all():
                if value is None:
                    continue
                evidence = ordered(graph, value.columns)
                step = None if evidence is None else graph.by_id.get(evidence)
                if step is not None and value.columns is not None:
                    yield _report(split, step, value.columns)
                    break

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        split, step = report.about
        grouped = step.receiver is not None and step.receiver.columns is not None and step.receiver.columns.grouped
        if split.op == "split" and not grouped and not split.given("stratify"):
            edit = code.set_argument(split.handle, "shuffle", "False")
            yield Draft("Keep the order: test on the last rows", (edit,), Safety.UNSAFE)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new, frozenset(["shuffle", "stratify"]))


def _report(split: Step, step: Step, columns: Columns) -> Report:
    name = told.called(split)
    what = (
        "the table is sorted by time"
        if step.fact("sorts")
        else f"{told.called(step)} takes rows to be in the order of time"
    )
    message = (
        f"{name} deals out at random rows that depend on the rows before them: the model is tested on its own past"
    )
    evidence = ((step.handle, what), (split.handle, f"{name} puts later rows into the training part"))
    return Report(split.handle, message, evidence, (split, step))
