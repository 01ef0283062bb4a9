"""Rows were copied or made up before the split, so their likenesses stand on both sides of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Draft,
    Graph,
    Report,
    Rows,
    Rule,
    Safety,
    Seen,
    Segment,
    Severity,
    Step,
    constant,
    parted_by,
)
from heldout_rules import told
from heldout_rules.leakage.moving import resample_after_split


class LeakResampleBeforeSplit(Rule):
    name = "leak-resample-before-split"
    severity = Severity.ERROR
    frameworks = ("imblearn", "sklearn")
    fix_safety = Safety.UNSAFE

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        copied = {s.id: s for s in graph.steps if s.op in ("resample", "resample-rows") and _copies(s)}
        if not copied:
            return
        for step in graph.ops("split", "score", "metric"):
            for seen in step.seen_before:
                resample = copied.get(seen.step)
                if resample is None or step.rows is None or seen.how != "copies":
                    continue
                if step.op == "split":
                    if _copied_in(step.rows, resample) and not _parted(step.rows, resample):
                        yield _report(resample, step, None)
                    continue
                held_out = _held_out(step, resample)
                if held_out is not None:
                    yield _report(resample, told.maker(graph, held_out), step)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        resample, split = report.about
        if split is not None:
            yield from resample_after_split(code, resample, split)


def _copies(step: Step) -> bool:
    """Whether a step repeats rows; drawing without replacement only leaves some out."""
    return step.op == "resample" or constant(step.args.keywords.get("replace"), True) is not False


def _after_copies(rows: Rows, resample: Step) -> Iterator[tuple[object, ...]]:
    """What follows the copying on each path that leads through it."""
    for path in rows.paths:
        for n, segment in enumerate(path):
            if isinstance(segment, Segment) and segment.kind == "copies" and segment.split[1:] == (resample.id,):  # type: ignore[index]
                yield path[n + 1 :]


def _copied_in(rows: Rows, resample: Step) -> bool:
    return any(True for _ in _after_copies(rows, resample))


def _parted(rows: Rows, resample: Step) -> bool:
    """Whether these rows are already a part that was held in or out after the copying."""
    return any(isinstance(s, Segment) and s.role for rest in _after_copies(rows, resample) for s in rest)


def _held_out(step: Step, resample: Step) -> Segment | None:
    """The split, after the copying, by which these rows are kept from the model that is scored on them."""
    assert step.rows is not None
    models: list[Seen] = [s for s in step.seen_before if s.how == "model"]
    for model in models:
        segment = parted_by(step.rows, model.rows)
        if segment is not None and any(segment in rest for rest in _after_copies(step.rows, resample)):
            return segment
    return None


def _report(resample: Step, split: Step | None, score: Step | None) -> Report:
    name, data = told.receiver(resample), told.data(resample)
    if resample.op == "resample-rows":
        name = told.called(resample)
    message = (
        f"{name} copies or makes up rows of {data} before the split: likenesses of training rows land in the test set"
    )
    evidence = [(resample.handle, f"{name} adds rows made from {data}")]
    if split is not None:
        evidence.append((split.handle, "only then are the rows split: a row and its copies fall on both sides"))
    if score is not None:
        evidence.append((score.handle, f"{told.called(score)} is computed on copies of training rows"))
    return Report(resample.handle, message, tuple(evidence), (resample, split))
