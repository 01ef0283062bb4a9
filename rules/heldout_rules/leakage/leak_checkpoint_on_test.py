"""The state of a network that is kept is the one that did best on the test rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules import told
from heldout_rules.blocks import key, within
from heldout_rules.keeping.apart import APART, watched_apart
from heldout_rules.leakage.leak_early_stopping_on_test import BOOSTING, report
from heldout_rules.leakage.picks import Pick, of_one_cause, picks, uses, written
from heldout_rules.leakage.stopping import watches
from heldout_rules.leakage.validating import HELD_BACK, held_back
from heldout_rules.leakage.validation import validation_part


class LeakCheckpointOnTest(Rule):
    name = "leak-checkpoint-on-test"
    severity = Severity.ERROR
    frameworks = ("keras", "torch", "transformers")
    fix_safety = Safety.UNSAFE
    allows = HELD_BACK
    language = APART

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for watch in watches(graph):
            if watch.fit.name.partition(".")[0] not in BOOSTING:
                message = (
                    f"`{watch.param}` holds the test rows that {told.called(watch.score)} is computed on: the epoch that"
                    " is kept is chosen on them"
                )
                yield report(graph, watch, message, "it chooses an epoch by the watched rows")
        for pick in of_one_cause(picks(graph, "epochs")):
            yield _report(graph, pick)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        about = report.about
        if isinstance(about, tuple) and about[1] is not None:
            yield from validation_part(code, about[1], about[0].fit)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from held_back(old, new, tested=isinstance(report.about, tuple))

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from watched_apart(change)


def _report(graph: Graph, pick: Pick) -> Report:
    choose = pick.choose
    message = f"{written(choose)} keeps the epoch that does best on the test rows: the best score there is too good"
    evidence = [(step.handle, "the network learns here, epoch by epoch") for step in pick.fits]
    evidence += [(step.handle, f"{told.called(step)} answers for the test rows") for step in pick.scored[:2]]
    evidence.append((choose.handle, "the best of the epochs is kept by their test score"))
    if choose.block.kind == "branch":
        saves = [s for s in graph.ops("save", "state") if within(s, key(choose.block))]
        evidence += [(step.handle, "this state is kept") for step in saves][:1]
    evidence += [(step.handle, "and its test score is the result") for step in uses(graph, choose)][:2]
    return Report(choose.handle, message, tuple(evidence))
