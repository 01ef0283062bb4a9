"""Training and test rows were put together again for what should have been learned from the training rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Compared,
    Draft,
    Graph,
    Handle,
    Relation,
    Report,
    Rule,
    Safety,
    Seen,
    Severity,
    Step,
    relate,
)
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS, learned_later
from heldout_rules.leakage.early import CONCAT, READS, evidence, joined, owned, spoils

HOWS = ("statistics", "statistic", "labels")


class LeakConcatTrainTestFit(Rule):
    name = CONCAT
    severity = Severity.WARNING
    frameworks = ("pandas", "numpy", "sklearn")
    reads = READS
    fix_safety = Safety.UNSAFE
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for found in owned(graph, self.name):
            together = joined(graph, found.cause, list(found.spoiled))
            who = told.called(found.cause) if found.seen.how == "statistic" else told.receiver(found.cause)
            message = f"{who} looks at training and test rows put together; {spoils(found)}"
            steps = evidence(graph, found, f"{who} looks at all of them")
            if together is not None:
                steps = ((together.handle, "training and test rows are put together"), *steps)
            yield Report(found.cause.handle, message, tuple(dict.fromkeys(steps)), (found.cause, together))
        yield from _files(graph, {found.cause.handle for found in owned(graph, self.name)})

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        cause, together = report.about
        if together is not None:
            yield from _drafts(code, cause, together)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_later(change)


def _files(graph: Graph, before: set[Handle]) -> Iterator[Report]:
    """Two files, one of which a model learns from and the other it is scored on, and a fit on both."""
    if len(graph.ops("source")) < 2:
        return
    reported: dict[Handle, Report] = {}
    for score in graph.ops("score", "metric"):
        model = next((s for s in score.seen_before if s.how == "model"), None)
        if model is None or score.rows is None or not _two_sources(graph, score, model):
            continue
        for seen in sorted([s for s in score.seen_before if s.how in HOWS], key=lambda s: graph.turn(s.step)):
            cause = graph.by_id.get(seen.step)
            if cause is None or relate(score.rows, seen.rows) is not Relation.INSIDE or cause.handle in before:
                continue
            if relate(model.rows, seen.rows) is Relation.INSIDE and cause.handle not in reported:
                reported[cause.handle] = _report(graph, cause, seen, model, score)
    yield from reported.values()


def _two_sources(graph: Graph, score: Step, model: Seen) -> bool:
    assert score.rows is not None
    tested = {path[0] for path in score.rows.paths}
    learned = {path[0] for path in model.rows.paths}
    steps = [graph.by_id.get(root) for root in tested | learned]  # type: ignore[call-overload]
    return tested.isdisjoint(learned) and all(step is not None and step.op == "source" for step in steps)


def _report(graph: Graph, cause: Step, seen: Seen, model: Seen, score: Step) -> Report:
    who = told.called(cause) if seen.how == "statistic" else told.receiver(cause)
    message = f"{who} looks at training and test rows put together; {told.called(score)} is computed on some of them"
    steps = [(s.handle, "rows are read here") for s in told.sources(graph, seen.rows)]
    steps.append((cause.handle, f"{who} looks at all of them"))
    fit = graph.by_id.get(model.step)
    if fit is not None:
        steps.append((fit.handle, f"{told.receiver(fit)} is fitted on the training rows"))
    steps.append((score.handle, f"{told.called(score)} is computed on rows that were already seen"))
    return Report(cause.handle, message, tuple(steps), (cause, None))


def _drafts(code: Code, cause: Step, together: Step) -> Iterator[Draft]:
    """`scaler.fit(pd.concat([X_train, X_test]))`: `scaler.fit(X_train)`."""
    if cause.op != "fit" or together.id[:2] != cause.id[:2] or not together.node.args:
        return
    arg = cause.node.args[0] if cause.node.args else None
    if arg is None or arg.value.at != together.node.at:
        return
    items = getattr(together.node.args[0].value, "items", ())
    parts = getattr(together.args.positional[0].kind, "items", ())
    for node, value in zip(items, parts, strict=False):
        rows = value.data_rows()
        if rows is not None and rows.role == "train":
            text = code.text(code.place(Handle(cause.id[1], node.at)))
            edit = code.replace(code.place(Handle(cause.id[1], arg.value.at)), text)
            yield Draft(f"Fit on `{text}` only", (edit,), Safety.UNSAFE)
            return
