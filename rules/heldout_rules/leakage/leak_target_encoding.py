"""A feature is the mean target of a group, computed over rows that the model is tested on."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Graph, Relation, Report, Rows, Rule, Severity, Step, parted_by, relate
from heldout_rules import told
from heldout_rules.leakage.features import Learning, held_out, learnings, step_of


class LeakTargetEncoding(Rule):
    name = "leak-target-encoding"
    severity = Severity.ERROR
    frameworks = ("pandas",)

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        told_already = set()
        for learning in learnings(graph):
            target = learning.y
            if target is None or learning.target is None or learning.target.origin != learning.features.origin:
                continue
            for name, how in learning.made():
                step = step_of(graph, how, "aggregate")
                if step is None or step.rows is None or target not in how.of or step.id in told_already:
                    continue
                if how.steps("lag"):  # means of earlier rows
                    continue
                judge = _judge(graph, learning, step.rows)
                if judge is not None:
                    told_already.add(step.id)
                    yield _report(graph, learning, name, target, step, judge)


def _judge(graph: Graph, learning: Learning, seen: Rows) -> Step | None:
    """The score of held-out rows whose labels went into the means."""
    inside = (Relation.INSIDE, Relation.SAME, Relation.OVERLAPPING)
    fit = learning.fit
    if fit.op == "cross-validate":
        return fit if fit.rows is not None and relate(fit.rows, seen) in inside else None
    for step, rows in held_out(graph, learning):
        apart = fit.rows is not None and relate(rows, fit.rows) is Relation.DISJOINT
        if apart and relate(rows, seen) in inside:
            return step
    return None


def _report(graph: Graph, learning: Learning, name: str, target: str, step: Step, judge: Step) -> Report:
    feature = f'"{name}"' if name != "…" else "a feature"
    tested = "tested" if judge is not learning.fit else "validated"
    message = f'{feature} holds means of "{target}" over rows that the model is later {tested} on'
    evidence = [(step.handle, f'{told.called(step)} looks at "{target}" of all these rows')]
    if judge.rows is not None and learning.fit.rows is not None:
        split = told.maker(graph, parted_by(judge.rows, learning.fit.rows))
        if split is not None:
            evidence.append((split.handle, "only then are the test rows set apart"))
    evidence.append((learning.fit.handle, f"{feature} is among the features here"))
    if judge is not learning.fit:
        evidence.append((judge.handle, f"{told.called(judge)} is computed on rows whose labels are in {feature}"))
    return Report(step.handle, message, tuple(evidence))
