"""A feature is the mean target of a group, computed over rows that the model is tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Compared,
    Draft,
    Graph,
    Relation,
    Report,
    Rows,
    Rule,
    Safety,
    Severity,
    Step,
    parted_by,
    relate,
)
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.early import owned, report, spoils
from heldout_rules.leakage.features import Learning, held_out, target_means
from heldout_rules.leakage.held_out import is_search
from heldout_rules.leakage.keeping import LATER, fitted_later
from heldout_rules.leakage.moving import fit_after_split
from heldout_rules.leakage.restating import on_training_part


class LeakTargetEncoding(Rule):
    name = "leak-target-encoding"
    severity = Severity.ERROR
    frameworks = ("pandas", "sklearn", "category_encoders")
    fix_safety = Safety.UNSAFE
    allows = LATER
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        means = graph.ask(target_means)
        for id, (learning, name) in means.items():
            step = graph.by_id.get(id)
            judge = None if step is None or step.rows is None else _judge(graph, learning, step.rows)
            if step is not None and judge is not None:
                yield _report(graph, learning, name, step, judge)
        for found in owned(graph, self.name):
            if found.cause.id not in means:
                name = told.receiver(found.cause)
                message = f"{name} looked at the target of {told.looked_at(found.cause)}; {spoils(found)}"
                yield report(graph, found, message, f"{name} keeps the mean target of each group of all rows")

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        cause, split = report.about
        if split is None:
            return
        if isinstance(cause, Step):
            yield from on_training_part(code, cause, split)
        else:
            yield from fit_after_split(code, cause.cause, split)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        cause = report.about[0]
        yield from fitted_later(cause if isinstance(cause, Step) else cause.cause, old, new)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)


def _judge(graph: Graph, learning: Learning, seen: Rows) -> Step | None:
    """The score of held-out rows whose labels went into the means."""
    inside = (Relation.INSIDE, Relation.SAME, Relation.OVERLAPPING)
    fit = learning.fit
    if fit.op == "cross-validate" or is_search(fit):
        return fit if fit.rows is not None and relate(fit.rows, seen) in inside else None
    for step, rows in held_out(graph, learning):
        apart = fit.rows is not None and relate(rows, fit.rows) is Relation.DISJOINT
        if apart and relate(rows, seen) in inside:
            return step
    return None


def _report(graph: Graph, learning: Learning, name: str, step: Step, judge: Step) -> Report:
    target = learning.y
    feature = f'"{name}"' if name != "…" else "a feature"
    tested = "tested" if judge is not learning.fit else "validated"
    message = f'{feature} holds means of "{target}" over rows that the model is later {tested} on'
    evidence = [(step.handle, f'{told.called(step)} looks at "{target}" of all these rows')]
    split = None
    if judge.rows is not None and learning.fit.rows is not None:
        split = told.maker(graph, parted_by(judge.rows, learning.fit.rows))
        if split is not None:
            evidence.append((split.handle, "only then are the test rows set apart"))
    evidence.append((learning.fit.handle, f"{feature} is among the features here"))
    if judge is not learning.fit:
        evidence.append((judge.handle, f"{told.called(judge)} is computed on rows whose labels are in {feature}"))
    return Report(step.handle, message, tuple(evidence), (step, split))
