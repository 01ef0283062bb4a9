"""A rolling mean (or its like) of the target holds the very value that is to be predicted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Compared,
    Draft,
    Edit,
    Graph,
    Handle,
    Place,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    constant,
    ir,
)
from heldout_rules import told
from heldout_rules.keeping.instead import ends_before
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.leakage.features import Learning, learnings, step_of


class LeakRollingIncludesTarget(Rule):
    name = "leak-rolling-includes-target"
    severity = Severity.ERROR
    frameworks = ("pandas",)
    fix_safety = Safety.UNSAFE
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        told_already = set()
        for learning in graph.ask(learnings):
            target = learning.y
            if target is None or learning.target is None or learning.target.origin != learning.features.origin:
                continue
            for name, how in learning.made():
                step = step_of(graph, how, "window")
                if step is None or step.id in told_already or how.ahead != 0 or target not in how.of:
                    continue
                if not how.steps("centered", "aggregate") and not _ends_before(step):
                    told_already.add(step.id)
                    yield _report(learning, name, target, step)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        step = report.about
        grouped = step.receiver is None or step.receiver.columns is None or step.receiver.columns.grouped is not None
        if not isinstance(step.node.func, ir.Attr) or grouped:
            return
        base = code.place(Handle(step.id[1], step.node.func.base.at))
        where = Place(base.cell, base.end_line, base.end_column, base.end_line, base.end_column)
        yield Draft("Shift by one row before the window", (Edit(where, ".shift(1)"),), Safety.UNSAFE)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from ends_before(change)


def _ends_before(step: Step) -> bool:
    """Whether the window leaves its last row out, or may: `rolling(7, closed="left")`."""
    given = step.args.keywords.get("closed")
    return step.args.spread or (given is not None and constant(given) not in ("right", "both", None))


def _report(learning: Learning, name: str, target: str, step: Step) -> Report:
    feature = f'"{name}"' if name != "…" else "a feature"
    message = f'the window of {feature} holds the row\'s own "{target}", the value that is to be predicted'
    evidence = (
        (step.handle, f'the window over "{target}" ends with the row itself'),
        (learning.fit.handle, f'{told.receiver(learning.fit)} learns "{target}" from it'),
    )
    return Report(step.handle, message, evidence, step)
