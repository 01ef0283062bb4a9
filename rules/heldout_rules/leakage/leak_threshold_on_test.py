"""A threshold (or another setting of finished answers) is tuned on the labels that the result is measured on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Draft, Graph, Report, Rule, Safety, Severity, Step
from heldout_rules import told
from heldout_rules.leakage.picks import CURVES, Pick, data, of_one_cause, picks, uses, written
from heldout_rules.leakage.thresholds import chosen_on_validation


class LeakThresholdOnTest(Rule):
    name = "leak-threshold-on-test"
    severity = Severity.ERROR
    frameworks = ("sklearn",)
    fix_safety = Safety.UNSAFE

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for pick in of_one_cause(p for p in picks(graph, "thresholds") if _tuned(graph, p)):
            yield _report(graph, pick, list(uses(graph, pick.choose)))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        pick, splits = report.about
        if len(pick.scored) == 1:
            yield from chosen_on_validation(code, pick.scored[0], pick.fits, splits)


def _tuned(graph: Graph, pick: Pick) -> bool:
    """A point of a curve may be marked in a plot; it is tuned on when predictions are made and measured with it."""
    if not any(step.name.rpartition(".")[2] in CURVES for step in pick.scored):
        return True
    return any(step.op in ("score", "metric") for step in uses(graph, pick.choose))


def _report(graph: Graph, pick: Pick, used: list[Step]) -> Report:
    rows, choose = data(pick), pick.choose
    message = f"{written(choose)} tunes the threshold on {rows}, the test labels that the result is measured on"
    split = told.maker(graph, pick.rows.last())
    evidence = [(split.handle, f"{rows} is held out here")] if split is not None else []
    evidence += [(fit.handle, f"{told.receiver(fit)} is fitted, and stays as it is") for fit in pick.fits[:2]]
    evidence += [(step.handle, f"{told.called(step)} looks at the test labels") for step in pick.scored[:3]]
    evidence.append((choose.handle, "what scores best on them is kept"))
    evidence += [(step.handle, f"{told.called(step)} measures it on the same labels") for step in used][:3]
    return Report(choose.handle, message, tuple(evidence), (pick, tuple(graph.ops("split"))))
