"""A centered window mixes later rows into a feature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Compared, Draft, Graph, Report, Rule, Safety, Severity, Step, kept
from heldout_rules import told
from heldout_rules.keeping.instead import trails
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.leakage.features import Learning, learnings, ordered, step_of


class LeakCenteredWindow(Rule):
    name = "leak-centered-window"
    severity = Severity.WARNING
    frameworks = ("pandas", "numpy", "scipy")
    fix_safety = Safety.UNSAFE
    allows = Allowance(keywords=frozenset(["center"]))
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        told_already = set()
        for learning in graph.ask(learnings):
            for name, how in learning.made():
                step = step_of(graph, how, "centered")
                if step is None or step.id in told_already:
                    continue
                # A filter over a signal is no window over time until something else says that rows are times.
                if step.op == "window" or ordered(graph, learning.features) or ordered(graph, learning.target):
                    told_already.add(step.id)
                    yield _report(learning, name, step)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        step = report.about
        if step.op == "window" and step.arg_node("center") is not None:
            yield Draft(
                "Let the window end at the row", (code.set_argument(step.handle, "center", "False"),), Safety.UNSAFE
            )

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new, frozenset(["center"]))

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from trails(change)


def _report(learning: Learning, name: str, step: Step) -> Report:
    feature = f'"{name}"' if name != "…" else "a feature"
    message = f"the window of {feature} is centered: later rows go into it, which are not known when it is used"
    evidence = (
        (step.handle, f"{told.called(step)} looks at rows on both sides"),
        (learning.fit.handle, f"{feature} is among the features here"),
    )
    return Report(step.handle, message, evidence, step)
