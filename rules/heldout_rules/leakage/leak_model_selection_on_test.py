"""Models are compared on the test rows, and the one that did best there is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Compared, Draft, Graph, Report, Rule, Safety, Severity
from heldout_rules import told
from heldout_rules.keeping.apart import SELECTED, selected_apart
from heldout_rules.leakage.picks import Pick, data, of_one_cause, picks, uses, written
from heldout_rules.leakage.validating import HELD_BACK, held_back
from heldout_rules.leakage.validation import validation_part


class LeakModelSelectionOnTest(Rule):
    name = "leak-model-selection-on-test"
    severity = Severity.ERROR
    frameworks = ("sklearn",)
    fix_safety = Safety.UNSAFE
    allows = HELD_BACK
    language = SELECTED

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for pick in of_one_cause(picks(graph, "models")):
            yield _report(graph, pick)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        pick, split = report.about
        if split is not None and len(pick.fits) == len(pick.scored) == 1:
            yield from validation_part(code, split, pick.fits[0], pick.scored[0])

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from held_back(old, new, tested=False)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from selected_apart(change)


def _report(graph: Graph, pick: Pick) -> Report:
    rows, choose = data(pick), pick.choose
    message = f"{written(choose)} picks a model by its score on {rows}, the test rows: its score there is too good"
    split = told.maker(graph, pick.rows.last())
    evidence = [(split.handle, f"{rows} is held out here")] if split is not None else []
    evidence += [(fit.handle, f"{told.receiver(fit)} is fitted") for fit in pick.fits[:4]]
    evidence += [(step.handle, f"{told.called(step)} scores it on {told.data(step)}") for step in pick.scored[:4]]
    evidence.append((choose.handle, "the best of these scores decides"))
    evidence += [(step.handle, "what was chosen is reported") for step in uses(graph, choose)][:2]
    return Report(choose.handle, message, tuple(evidence), (pick, split))
