"""Rows were copied or made up before the split, so their likenesses stand on both sides of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.copied import READS, copied, report
from heldout_rules.leakage.fold_loops import resample_in_loop
from heldout_rules.leakage.folding import sampler_into_pipeline
from heldout_rules.leakage.keeping import resampled_later
from heldout_rules.leakage.moving import resample_after_split


class LeakResampleBeforeSplit(Rule):
    name = "leak-resample-before-split"
    severity = Severity.ERROR
    frameworks = ("imblearn", "sklearn")
    reads = READS
    fix_safety = Safety.UNSAFE
    allows = Allowance(moves=True)
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in graph.ask(copied):
            step = found.step
            if step.op not in ("resample", "resample-rows") or step.method == "sample":
                continue
            name = told.called(step) if step.op == "resample-rows" else told.receiver(step)
            data = told.data(step)
            when = "the split" if found.split is not None or found.looks else "the folds are cut"
            where = "the test set" if found.split is not None or found.looks else "the test folds"
            yield report(
                found,
                f"{name} copies or makes up rows of {data} before {when}: likenesses of training rows land in {where}",
                f"{name} adds rows made from {data}",
            )

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        found = report.about
        if found.split is not None and found.split.op == "folds":
            yield from resample_in_loop(code, found.step, found.split)
        elif found.split is not None:
            yield from resample_after_split(code, found.step, found.split)
        elif found.folds:
            yield from sampler_into_pipeline(code, found.step, list(found.folds))

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from resampled_later(report.about.step, old, new)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)
