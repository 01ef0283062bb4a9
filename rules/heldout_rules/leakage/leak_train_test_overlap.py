"""A model is tested on rows that were chosen from the same rows as those it learned from, with nothing to keep them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

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
    Seen,
    Segment,
    Severity,
    Step,
    constant,
    relate,
)
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.keeping.parted import without_overlap
from heldout_rules.leakage.finals import TEST, plain, whole
from heldout_rules.leakage.held_out import honest
from heldout_rules.leakage.statements import assigned, call_of, line_of, source


@frozen
class Overlap:
    """How a test and a training choice of the same rows overlap, in words: `two draws`."""

    train: Segment
    test: Segment | None
    why: str


class LeakTrainTestOverlap(Rule):
    name = "leak-train-test-overlap"
    severity = Severity.ERROR
    frameworks = ("pandas", "sklearn", "numpy")
    reads = ("optimizer-step", "forward", "score", "metric", "fit", "sample", "split", "source", "predict")
    fix_safety = Safety.UNSAFE
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        told_already: set[object] = set()
        for score in graph.ops("score", "metric"):
            if score.rows is None:
                continue
            for model in sorted([s for s in score.seen_before if s.how == "model"], key=lambda s: graph.turn(s.step)):
                found = overlap(graph, whole(model.rows), whole(score.rows))
                fit = graph.by_id.get(model.step)
                if found is None and fit is not None and _tests_what_it_learned(fit, model, score):
                    yield _same_report(fit, score)
                if found is None or (found.test is None and model.step in graph.ask(honest)):
                    continue
                if fit is not None and (fit.handle, score.handle) not in told_already:
                    told_already.add((fit.handle, score.handle))
                    yield _report(graph, fit, model, score, found)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        yield from _drafts(code, *report.about)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from without_overlap(change)


def overlap(graph: Graph, train: Rows, test: Rows) -> Overlap | None:
    """Why two choices of the same rows have rows in common; None where nothing shows it."""
    if relate(train, test) is Relation.DISJOINT or len(train.paths) != 1 or len(test.paths) != 1:
        return None
    ours, theirs = next(iter(train.paths)), next(iter(test.paths))
    shared = 0
    while shared < min(len(ours), len(theirs)) and ours[shared] == theirs[shared]:
        shared += 1
    if not shared:
        return _two_parts_of_a_source(graph, ours, theirs)
    left, right = ours[shared:], theirs[shared:]
    if not left and len(right) == 1 and _drawn(graph, right[0]):
        return Overlap(right[0], right[0], "drawn") if isinstance(right[0], Segment) else None
    if len(left) == 1 and not right and isinstance(left[0], Segment) and left[0].kind in ("sample", "slice"):
        return Overlap(left[0], None, "whole")
    if len(left) != 1 or len(right) != 1 or not isinstance(left[0], Segment) or not isinstance(right[0], Segment):
        return None
    return _two_choices(graph, left[0], right[0])


def _two_choices(graph: Graph, train: Segment, test: Segment) -> Overlap | None:
    if train.kind == test.kind == "slice":
        return Overlap(train, test, "slices") if _slices_meet(train, test) else None
    if train.kind == test.kind == "mask" and _ranges_meet(train, test):
        return Overlap(train, test, "ranges")
    if _drawn(graph, train) and _drawn(graph, test):
        return Overlap(train, test, "draws")
    one, other = told.maker(graph, train), told.maker(graph, test)
    if one is None or other is None or one.id == other.id or one.op != "split" or other.op != "split":
        return None
    if {train.role, test.role} == {"train", "test"} and _differ(one, other):
        return Overlap(train, test, "splits")
    return None


def _drawn(graph: Graph, segment: object) -> bool:
    """Whether a choice is a random draw of its own: `df.sample(…)`, a mask of fresh random numbers."""
    if not isinstance(segment, Segment):
        return False
    if segment.kind == "sample" and segment.part == "in":
        return True
    if segment.kind != "mask":
        return False
    stack: list[object] = [segment.split]
    while stack:
        key = stack.pop()
        if isinstance(key, tuple):
            step = graph.by_id.get(key)
            if step is not None:
                draws = step.model is not None and step.model.random is True
                return draws or step.cls.startswith("numpy.random.")
            stack.extend(key)
    return False


def _differ(one: Step, other: Step) -> bool:
    """Whether two splits certainly part the rows differently: unlike seeds, or none."""
    seeds = [step.args.keywords.get("random_state") for step in (one, other)]
    if seeds[0] is None and seeds[1] is None:
        return all(constant(step.args.keywords.get("shuffle"), True) is True for step in (one, other))
    values = [constant(seed) for seed in seeds]
    return all(isinstance(v, int) for v in values) and values[0] != values[1]


def _slices_meet(train: Segment, test: Segment) -> bool:
    """Whether `[:800]` and `[700:]` have rows in common, when the numbers say so."""
    one, other = _span(train), _span(test)
    if one is None or other is None or ((one[0] < 0) != (other[0] < 0) and one[0] and other[0]):
        return train.share is not None and test.share is not None and train.share + test.share > 1.001 and (
            {train.part, test.part} == {"head", "tail"}
        )  # fmt: skip
    return max(one[0], other[0]) < min(one[1], other[1])


def _span(segment: Segment) -> tuple[float, float] | None:
    """From where to where a slice goes, in rows from the start (or, negative, from the end)."""
    key = segment.split
    if not isinstance(key, tuple):
        return None
    bounds = [_number(bound) for bound in key[1:]]
    if any(bound is None for bound in bounds):
        return None
    first = bounds[0]
    assert first is not None
    if len(bounds) == 2:
        last = bounds[1]
        return None if last is None or (first < 0) != (last < 0) else (first, last)
    if segment.part == "head":
        return (0, first) if first > 0 else None
    return (first, float("inf")) if first > 0 else None


def _number(bound: object) -> float | None:
    return float(bound) if isinstance(bound, (int, float)) and not isinstance(bound, bool) else None


ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")


def _ranges_meet(train: Segment, test: Segment) -> bool:
    """Whether `df[df.day <= a]` and `df[df.day >= b]` have rows in common, since b comes before a."""
    one, other = _bound(train), _bound(test)
    if one is None or other is None or one[0] != other[0] or one[1] == other[1]:
        return False
    upper, lower = (one[2], other[2]) if one[1] == "up to" else (other[2], one[2])
    return lower < upper if type(lower) is type(upper) else False


def _bound(segment: Segment) -> tuple[object, str, Any] | None:
    """The column, the side and the bound of a mask that compares with a number, or with a date as ISO writes it."""
    key = segment.split[1] if isinstance(segment.split, tuple) and segment.split[0] == "mask" else None
    if not isinstance(key, tuple) or len(key) != 3 or key[0] not in ("<", "<="):
        return None
    bound = key[2]
    if not (isinstance(bound, (int, float)) or (isinstance(bound, str) and ISO_DATE.match(bound))):
        return None
    return key[1], "up to" if segment.part == "yes" else "from", bound


def _two_parts_of_a_source(graph: Graph, ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> Overlap | None:
    """Two reads of one source that split it as they read (`subset="training"`), each by a seed of its own."""
    one, other = graph.by_id.get(ours[0]), graph.by_id.get(theirs[0])
    train, test = ours[-1], theirs[-1]
    if one is None or other is None or one.name != other.name or not one.fact("part") or one.id == other.id:
        return None
    if not isinstance(train, Segment) or not isinstance(test, Segment) or not len(ours) == len(theirs) == 2:
        return None
    for name in one.fact("names-same", ()):
        a, b = one.arg(name), other.arg(name)
        same = constant(a, a) == constant(b, b)
        if same == (name == one.model.seed if one.model is not None else False):
            return None
    seeds = [constant(step.arg(step.model.seed)) for step in (one, other) if step.model is not None and step.model.seed]
    unlike = len(seeds) == 2 and all(isinstance(seed, int) for seed in seeds) and train.part != test.part
    return Overlap(train, test, "splits") if unlike else None


def _tests_what_it_learned(fit: Step, model: Seen, score: Step) -> bool:
    """Whether rows are called a test where they are scored, and are the very part that was chosen to learn from."""
    if score.rows is None or score.rows != model.rows or score.op != "score" or score.id[0] != fit.id[0]:
        return False
    chosen = all(isinstance(path[-1], Segment) and path[-1].kind in CHOSEN for path in score.rows.paths)
    return chosen and bool(TEST.search(plain(told.table(score)))) and not TEST.search(plain(told.table(fit)))


CHOSEN = ("slice", "mask", "sample", "split")


def _same_report(fit: Step, score: Step) -> Report:
    name, train, test = told.receiver(fit), told.table(fit), told.table(score)
    message = f"{name} is not tested on new rows: {test} is the same choice of rows as {train}, which it has learned"
    evidence = ((fit.handle, f"{name} learns from {train}"), (score.handle, "here it is scored on the same rows"))
    return Report(score.handle, message, evidence, (None, fit, None))


WHY = {
    "ranges": "{test} begins before {train} ends, so some rows are in both",
    "draws": "{test} is drawn from the same rows as {train}, so some rows are in both",
    "drawn": "{test} is drawn from {train}, which the model has learned",
    "slices": "{test} begins before {train} ends, so some rows are in both",
    "splits": "{train} and {test} come from two different splits of the same rows, so some rows are in both",
    "whole": "{test} holds all rows, also those of {train} that the model has learned",
}


def _report(graph: Graph, fit: Step, model: Seen, score: Step, found: Overlap) -> Report:
    name = told.receiver(fit)
    train = told.table(fit)
    test = told.table(score) if score.op == "score" else f"what {told.called(score)} tests on"
    message = f"{name} is not tested on new rows: " + WHY[found.why].format(train=train, test=test)
    evidence = [(s.handle, "the rows are read here") for s in told.sources(graph, model.rows)]
    choices = [
        (found.train, f"{train} is chosen here"),
        (found.test, "the test rows are chosen here, from the same rows"),
    ]
    for segment, words in choices[1 if found.why == "drawn" else 0 :]:
        step = told.maker(graph, segment)
        if step is not None:
            evidence.append((step.handle, words))
    evidence.append((fit.handle, f"{name} learns from {train}"))
    evidence.append((score.handle, f"{told.called(score)} is computed on rows that are partly the same"))
    draw = told.maker(graph, found.test)
    return Report(draw.handle if draw is not None else score.handle, message, tuple(evidence), (graph, fit, found))


def _drafts(code: Code, graph: Graph, fit: Step, found: Overlap | None) -> Iterator[Draft]:
    """`test = df.sample(frac=0.2)` after `train = df.sample(frac=0.8)`: `test = df.drop(train.index)`."""
    if found is None or found.why != "draws":
        return
    first, second = told.maker(graph, found.train), told.maker(graph, found.test)
    if first is None or second is None or first.op != "sample" or second.op != "sample":
        return
    one, other = line_of(code, first.handle), line_of(code, second.handle)
    if one is None or other is None or not one.place < other.place or one.indent != other.indent:
        return
    calls = call_of(one), call_of(other)
    names = assigned(one)
    if calls[0] is None or calls[1] is None or names is None or len(names) != 1 or assigned(other) is None:
        return
    tables = [source(call.func).rpartition(".")[0] for call in calls if call is not None]
    if tables[0] != tables[1] or code.text(code.place(second.handle)) != source(calls[1]):
        return
    text = f"{tables[1]}.drop({names[0]}.index)"
    yield Draft(
        f"Test on the rows that are not in `{names[0]}`",
        (code.replace(code.place(second.handle), text),),
        Safety.UNSAFE,
    )
