"""What was learned too early: fits and statistics of rows that hold later test rows, each found once and owned by one rule.

The shape is always the same. Something (a scaler, a selector, a mean) looked at rows R; what it knows went into the data; and a
model is judged on rows inside R that it did not learn from itself. Which rule says so depends on what looked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, frozen

from heldout.api import Data, Graph, Handle, Report, Seen, Step, StepId, constant
from heldout_rules import told
from heldout_rules.leakage.features import learnings, target_means
from heldout_rules.leakage.held_out import ASKING, JUDGING, Judged, judged, sets_apart, what
from heldout_rules.leakage.stopping import made_by

READS = (
    *JUDGING,
    "transform",
    "split",
    "folds",
    "parts",
    "sample",
    "source",
    "concat",
    "rescale",
    "apply",
    "importance",
)
"""The kinds of steps that the answer depends on, for rules that ask for it."""

PREPROCESS, BEFORE_CV = "leak-preprocess-before-split", "leak-preprocess-before-cv"
SELECTION, STATISTIC = "leak-supervised-selection-before-split", "leak-global-statistic"
TEXT, CONCAT = "leak-text-vocabulary", "leak-concat-train-test-fit"
ADAPT, TENSOR, SPARK = "leak-normalization-adapt", "leak-torch-global-normalization", "leak-spark-fit-before-split"
TARGET_CODES = "leak-target-encoding"

NAMES = ("LabelEncoder", "LabelBinarizer", "MultiLabelBinarizer", "StringIndexer", "StringIndexerModel")
"""They learn the names of classes, no statistics."""
TARGET_ENCODERS = (
    "TargetEncoder", "LeaveOneOutEncoder", "CatBoostEncoder", "JamesSteinEncoder", "MEstimateEncoder", "WOEEncoder",
    "GLMMEncoder", "MeanEncoder", "QuantileEncoder", "SummaryEncoder",
)  # fmt: skip
NAMES_AND_COUNTS = frozenset(
    ["all", "any", "argmax", "argmin", "count", "describe", "idxmax", "idxmin", "keys", "nunique", "size", "unique"]
)
"""Reductions that say which values there are, or how many: they carry no statistic into a row."""
EXTREMES = frozenset(["amax", "amin", "max", "min", "nanmax", "nanmin"])


@frozen(eq=False)
class Early:
    """One cause: the step that looked, at which rows, the looks at held-out rows that it spoils, and whose it is. `beside` are
    other statistics of the same data that spoil the same: the deviation beside the mean.
    """

    cause: Step
    seen: Seen
    spoiled: tuple[Judged, ...]
    owner: str
    beside: tuple[Step, ...] = ()
    searches: tuple[tuple[StepId, Step], ...] = ()  # of the spoiled looks that are searches: where each was made


def early(graph: Graph) -> tuple[Early, ...]:
    """All that was learned too early, in the order of the program."""
    found: dict[StepId, tuple[Seen, list[Judged]]] = {}
    for look in graph.ask(judged):
        for seen in look.early:
            looks = found.setdefault(seen.step, (seen, []))[1]
            if look not in looks:
                looks.append(look)
    causes: dict[Any, Early] = {}
    for step in sorted(found, key=graph.turn):
        seen, looks = found[step]
        cause = graph.by_id.get(step)
        looks = _said_once(looks)
        owner = None if cause is None else _owner(graph, cause, seen, looks)
        if cause is None or owner is None:
            continue
        key = (
            owner,
            _subject(cause) if cause.op in ("statistic", "column-statistic") else step,
            frozenset([id(look) for look in looks]),
        )
        first = causes.get(key)
        if first is None:
            causes[key] = Early(cause, seen, tuple(looks), owner)
        else:
            causes[key] = evolve(first, beside=(*first.beside, cause))
    return tuple(causes.values())


def _said_once(looks: list[Judged]) -> list[Judged]:
    """The looks without those predictions that a score of the same model on the same rows is computed from."""
    scored = {(look.rows, look.model.step) for look in looks if look.model is not None and look.step.op in SCORES}
    return [k for k in looks if k.step.op not in ASKING or k.model is None or (k.rows, k.model.step) not in scored]


SCORES = ("score", "metric", "statistic")


def _subject(cause: Step) -> Any:
    """The data that a statistic is of."""
    receiver = cause.receiver
    value = receiver if receiver is not None and isinstance(receiver.kind, Data) else next(cause.args.all(), None)
    return cause.id if value is None or value.key is None else value.key


def owned(graph: Graph, rule: str) -> Iterator[Early]:
    """The causes that one rule reports."""
    return iter([e for e in graph.ask(early) if e.owner == rule])


def _owner(graph: Graph, cause: Step, seen: Seen, looks: list[Judged]) -> str | None:
    last = seen.by.rpartition(".")[2]
    if seen.how == "labels":
        return TARGET_CODES if last in TARGET_ENCODERS else SELECTION
    if seen.how == "statistic":
        if cause.id in graph.ask(target_means):
            return TARGET_CODES
        if harmless(cause):
            return None
        if joined(graph, cause, looks):
            return CONCAT
        if _means_of_target(graph, cause):
            return TARGET_CODES
        return TENSOR if cause.name.startswith("torch.") else STATISTIC
    if last in NAMES:
        return None
    if joined(graph, cause, looks):
        return CONCAT
    kind = cause.fact("learns")
    if kind == "vocabulary":
        return TEXT
    if kind == "layer":
        return ADAPT
    if cause.cls.startswith("pyspark.") or seen.by.startswith("pyspark."):
        return SPARK
    return BEFORE_CV if all(look.in_folds for look in looks) else PREPROCESS


def _means_of_target(graph: Graph, cause: Step) -> bool:
    """Whether a statistic is, for each group, that of the column which a model is to predict."""
    columns = None if cause.receiver is None else cause.receiver.columns
    if columns is None or columns.series is None or "GroupBy" not in cause.cls:
        return False
    learned = graph.ask(learnings)
    return any(
        k.target is not None and k.target.origin == columns.origin and k.y == columns.series.one for k in learned
    )


def harmless(cause: Step) -> bool:
    asked = constant(next(iter(cause.args.positional), None)) if cause.method == "transform" else cause.method
    if asked in NAMES_AND_COUNTS:
        return True
    # The largest value of a whole array scales every row alike, as the 255 of images does.
    arrays = cause.name.startswith(("numpy.", "torch."))
    return arrays and cause.method in EXTREMES and not any(cause.given(axis) for axis in ("axis", "dim"))


def joined(graph: Graph, cause: Step, looks: list[Judged]) -> Step | None:
    """The step that had put training and test rows together again for what looked at them; None where nobody did.

    Shards of one data set are put together before anybody splits them: then the rows are kept apart by that later split.
    """
    together = _concatenation(graph, cause)
    if together is None:
        return None
    parts = [item.data_rows() for value in together.args.all() for item in _items(value)]
    roles = {rows.role for rows in parts if rows is not None}
    if "train" in roles and roles & {"test", "validation"}:
        return together
    if any(look.apart is not None and look.apart.kind in ("slice", "mask") for look in looks):
        return together
    return None


def _items(value: Any) -> tuple[Any, ...]:
    items = getattr(value.kind, "items", None)
    return items if isinstance(items, tuple) and all(hasattr(i, "data_rows") for i in items) else (value,)


def _concatenation(graph: Graph, cause: Step) -> Step | None:
    """The concatenation that made the data which a step looked at."""
    names = cause.model.data if cause.model is not None else ()
    given = [v for v in (cause.arg(name) for name in names if name != "self") if v is not None]
    receiver = cause.receiver if cause.op not in ("fit", "fit-transform") else None
    for value in (*given, *([receiver] if receiver is not None else []), *cause.args.positional[:1]):
        stack: list[Any] = [value.key]
        while stack:
            key = stack.pop()
            if not isinstance(key, tuple):
                continue
            step = graph.by_id.get(key)
            if step is not None and step.op == "concat":
                return step
            stack.extend(key)
    return None


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def evidence(graph: Graph, found: Early, learns: str) -> tuple[tuple[Handle, str], ...]:
    """From the rows to every look that is spoiled: read, learned from, set apart, fitted, judged."""
    steps = [(s.handle, "the rows are read here") for s in told.sources(graph, found.seen.rows)]
    steps.append((found.cause.handle, learns))
    steps += [(s.handle, f"{told.called(s)} looks at the same rows") for s in found.beside]
    for look in found.spoiled:
        steps += _story(graph, found, look)
    return tuple(dict.fromkeys(steps))


def _story(graph: Graph, found: Early, look: Judged) -> Iterator[tuple[Handle, str]]:
    if look.model is None:
        yield look.step.handle, f"{what(look)} are cut from rows that were already seen"
        return
    split = told.maker(graph, look.apart)
    share = told.percent(look.rows, found.seen.rows)
    if split is not None:
        yield split.handle, f"only then are the test rows set apart{f' ({share[:-4]})' if share else ''}"
    trained = graph.by_id.get(look.model.step)
    if trained is not None:
        yield trained.handle, f"{told.receiver(trained)} is fitted on the other rows"
    yield look.step.handle, f"{told.called(look.step)} {told.judges(look.step)} rows that were already seen"


def spoils(found: Early) -> str:
    """What the harm is: `20 % of those rows are the test set that `model.score` is computed on`."""
    tests = [s for s in found.spoiled if s.model is not None]
    look = next((s for s in tests if s.step.op in ("score", "metric")), (tests or found.spoiled)[0])
    call = told.called(look.step)
    if look.model is None and look.step.op == "parts":
        return f"{call} sets some of those rows apart afterwards"
    if look.model is None and sets_apart(look.step):
        return f"the rows that `{sets_apart(look.step)}` sets apart in {call} were among them"
    if look.model is None and look.step.op == "cross-validate":
        return f"every fold that {call} tests on was among them"
    if look.model is None:
        return f"every fold by which {told.receiver(look.step)} chooses was among them"
    share = told.percent(look.rows, found.seen.rows)
    those = f"{share}those rows" if share else "some of those rows"
    if look.apart is not None and look.apart.kind == "fold":
        return f"the folds that {call} {told.judges(look.step)} were among them"
    return f"{those} are the test set that {call} {told.judges(look.step)}"


def split_of(graph: Graph, found: Early) -> Step | None:
    """The step that set the first spoiled rows apart."""
    return next((s for s in [told.maker(graph, look.apart) for look in found.spoiled] if s is not None), None)


def report(graph: Graph, found: Early, message: str, learns: str) -> Report:
    """A report at the cause, about the cause and all that it spoils."""
    made = [
        (s.step.id, made_by(graph, s.step.receiver))
        for s in found.spoiled
        if s.step.op == "fit" and not sets_apart(s.step)
    ]
    about = evolve(found, searches=tuple([(id, step) for id, step in made if step is not None]))
    return Report(found.cause.handle, message, evidence(graph, found, learns), (about, split_of(graph, found)))
