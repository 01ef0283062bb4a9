"""Who is judged on what: the steps at which a model meets rows that were kept from it, and cross-validations.

A metric or a score of rows that the model did not learn from is a test. So is a prediction for the held-out part of a split or
a fold, whatever is done with it (printed, compared by hand, plotted, handed on): nobody splits to predict. For rows that were
set apart by a slice or a mask a prediction alone says little (rows without labels are set apart like that), so there it takes
a score, or a number computed from the prediction. A random split whose parts both go into loaders is made to test, too, even
where the loop that does it cannot be followed. A fit that sets a share of its rows apart to measure itself (`validation_split=0.2`)
tests on them, where the model is tested on nothing better.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from attrs import frozen

from heldout.api import (
    Graph,
    Instance,
    Object,
    Relation,
    Rows,
    Seen,
    Segment,
    Step,
    StepId,
    constant,
    ir,
    parted_by,
    relate,
)  # fmt: skip
from heldout_rules import told

LOOKING = ("score", "metric", "predict", "forward", "cross-validate", "fit", "fit-transform", "statistic")
JUDGING = (*LOOKING, "call", "parts", "construct")
"""The kinds of steps at which models are judged."""
ASKING = ("predict", "forward")
SPLITS = ("split", "fold", "parts")


@frozen(eq=False)
class Judged:
    """One look at held-out rows. `apart` is the choice that keeps them from the model, which learned from `model.rows`; in a
    cross-validation, and where rows are only split for loaders, both are None: some of `rows` are kept from the model.
    """

    step: Step
    rows: Rows
    seen: frozenset[Seen]
    model: Seen | None = None
    apart: Segment | None = None

    @cached_property
    def early(self) -> tuple[Seen, ...]:
        """What had learned numbers from rows that are held out here, before they went into the data."""
        spoiling = {Relation.INSIDE, Relation.OVERLAPPING}
        if self.model is None:  # every fold is a part of these rows
            spoiling.add(Relation.SAME)
        learned = [s for s in self.seen if s.how in ("statistics", "labels", "statistic")]
        return tuple([s for s in learned if relate(self.rows, s.rows) in spoiling])

    @property
    def in_folds(self) -> bool:
        """Whether the rows are held out in turn."""
        return (self.model is None and self.step.op != "parts" and not sets_apart(self.step)) or (
            self.apart is not None and self.apart.kind == "fold"
        )


def judged(graph: Graph) -> tuple[Judged, ...]:
    """All looks at held-out rows, in order; at each place the one that says most."""
    found = [*graph.each(_looks), *graph.each(_handed_over)]
    found += [Judged(s, s.rows, s.seen_before) for s in graph.ops("parts") if s.rows is not None and _loaded(graph, s)]
    tests = {j.model.step for j in found if j.model is not None}
    tests |= {tested for j in found if sets_apart(j.step) for tested in _elsewhere(graph, j)}
    # A search is judged by its own folds, and a fit by the rows it sets apart, where nothing better is there.
    return tuple([j for j in found if j.model is not None or j.step.op != "fit" or j.step.id not in tests])


def _elsewhere(graph: Graph, look: Judged) -> Iterator[StepId]:
    """The fit, where its model is measured on other rows, such as those of another file."""
    for step in graph.ops("score", "metric"):
        mine = any(s.how == "model" and s.step == look.step.id for s in step.seen_before)
        if mine and step.rows is not None and relate(step.rows, look.rows) in (Relation.UNKNOWN, Relation.DISJOINT):
            yield look.step.id


def _loaded(graph: Graph, split: Step) -> bool:
    """Whether more than one part of a split is handed to a loader."""
    parts = set()
    for step in graph.ops("construct"):
        last = None if step.rows is None else step.rows.last()
        if last is not None and last.split == ("parts", split.id):
            parts.add(last.part)
    return len(parts) > 1


def _looks(step: Step) -> Iterator[Judged]:
    rows, op = step.rows, step.op
    if rows is None:
        return
    if (
        op == "cross-validate"
        or (op in ("fit", "fit-transform") and is_search(step))
        or (op == "fit" and sets_apart(step) and rows.role is None and not _learns_itself(step))
    ):
        yield Judged(step, rows, step.seen_before)
    elif op in ("score", "metric", "predict", "forward", "statistic"):
        kept = apart(rows, step.seen_before)
        if (
            kept is None
            or (op in ASKING and not _set_apart_to_test(kept[1]))
            or (op == "statistic" and not by_hand(step))
        ):
            return
        yield Judged(step, rows, step.seen_before, *kept)


def is_search(step: Step) -> bool:
    """Whether a fit tries parameters by cross-validation, with labels to be right about."""
    return step.cls.rpartition(".")[2].endswith("SearchCV") and step.given("y")


def sets_apart(step: Step) -> str:
    """The parameter by which a fit keeps a known share of its rows from itself, "" where there is none."""
    name = str(step.fact("sets-apart", ""))
    share = constant(step.arg(name)) if name else None
    return name if isinstance(share, (int, float)) and 0 < share < 1 else ""


def _learns_itself(step: Step) -> bool:
    """`autoencoder.fit(X, X)`: nothing is predicted that somebody wants to know."""
    x, y = step.arg("x"), step.arg("y")
    return x is not None and y is not None and x.key == y.key


def apart(rows: Rows, seen: frozenset[Seen]) -> tuple[Seen, Segment] | None:
    """The model that judged these rows without having learned from them, and the choice that keeps them from it."""
    models = [s for s in seen if s.how == "model"]
    for model in sorted(models, key=lambda s: s.step) if len(models) > 1 else models:
        if relate(rows, model.rows) is Relation.DISJOINT:
            segment = parted_by(rows, model.rows)
            if segment is not None:
                return model, segment
    return None


def _set_apart_to_test(segment: Segment) -> bool:
    return segment.kind in SPLITS or segment.role in ("test", "validation")


def by_hand(step: Step) -> bool:
    """`(predicted == y).mean()`, `np.mean((predicted - y) ** 2)`: a metric in one expression."""
    node = step.node.func.base if isinstance(step.node.func, ir.Attr) else None
    stack = [node, *[arg.value for arg in step.node.args[:1]]]
    while stack:
        node = stack.pop()
        if isinstance(node, ir.Compare) or (isinstance(node, ir.Binary) and node.op == "-"):
            return True
        if isinstance(node, ir.Binary):
            stack += [node.left, node.right]
        elif isinstance(node, ir.Unary):
            stack.append(node.value)
        elif isinstance(node, ir.Call):
            stack += [arg.value for arg in node.args[:1]]
    return False


def _handed_over(step: Step) -> Iterator[Judged]:
    """`evaluate(model, X_test, y_test)`: somebody else's function gets a fitted model and rows that were split from it."""
    if step.op != "call" or step.model is not None:
        return
    fits = [fit for fit in step.fits if fit.rows is not None]
    for value in step.args.all():
        if (
            value.rows is None
            or isinstance(value.kind, (Instance, Object))
            or value.rows.role not in ("test", "validation")
        ):
            continue
        for fit in fits:
            assert fit.rows is not None
            segment = parted_by(value.rows, fit.rows)
            if segment is not None and segment.kind in SPLITS:
                model = Seen(fit.step, fit.rows, fit.cls, "model")
                yield Judged(step, value.rows, value.seen | fit.seen | {model}, model, segment)
                return


def what(judged: Judged) -> str:
    """What a look without a model of its own holds out, for evidence."""
    if judged.step.op == "parts":
        return f"the parts of {told.called(judged.step)}"
    if sets_apart(judged.step):
        return f"the rows that `{sets_apart(judged.step)}` sets apart"
    if judged.step.op in ("fit", "fit-transform"):
        return f"the folds of {told.receiver(judged.step)}"
    return f"the folds of {told.called(judged.step)}"


def honest(graph: Graph) -> frozenset[StepId]:
    """The fits of the models that are judged on rows kept from them."""
    return frozenset([j.model.step for j in graph.ask(judged) if j.model is not None])
