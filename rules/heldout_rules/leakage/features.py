"""What models learn from and for: the columns of X and of y at every fit that matters, and how they were made."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from heldout.api import (
    Columns,
    Data,
    Function,
    Graph,
    Group,
    Instance,
    Literal,
    Made,
    Mapping,
    Object,
    Rows,
    Step,
    StepId,
    Value,
    class_name,
)
from heldout_rules.leakage.stopping import made_by

JUDGED = ("predict", "score", "metric")


@frozen(eq=False)
class Learning:
    """A fit (or a cross-validation) of a model that is asked or scored later, and what its columns are."""

    fit: Step
    X: Value
    features: Columns
    target: Columns | None

    @property
    def y(self) -> str | None:
        """The column that is predicted, where the labels are one column, row by row."""
        series = None if self.target is None else self.target.series
        return None if series is None else series.one

    def made(self) -> Iterator[tuple[str, Made]]:
        """The features that the program computes, without the target, if that is among them."""
        others = self.features.dropped - {self.y}
        for name, how in self.features.computed():
            # Of a column whose name is not known nobody can say that it was not among those that were dropped.
            if name != self.y and not (name.strip("…_") == "" and others):
                yield name, how


def learnings(graph: Graph) -> tuple[Learning, ...]:
    """The fits of models that are used on rows later, of which the columns are known. To be asked of a graph."""
    used = {s.step for step in graph.ops(*JUDGED) for s in step.seen_before if s.how == "model"}
    found = []
    for step in graph.ops("fit", "cross-validate"):
        if step.model is None or (step.op == "fit" and step.id not in used):
            continue
        X = _features(step)
        features = None if X is None else X.columns
        if X is not None and features is None and isinstance(X.kind, Data) and X.key is not None:
            features = Columns(X.key)  # nothing was said of it: all of its own
        if X is None or features is None:
            continue
        if class_name(X).startswith("pyspark."):  # the label is a column of the same table
            features = _assembled(graph, features)
            if features is None:
                continue
        y = step.arg(step.model.target) if step.model.target else _labels(graph, X)
        found.append(Learning(step, X, features, None if y is None else y.columns))
    return tuple(found)


def _labels(graph: Graph, features: Value) -> Value | None:
    """The labels that were put in with the features: `DMatrix(X, label=y)`."""
    made = graph.by_id.get(features.key) if isinstance(features.key, tuple) else None
    return made.arg(made.model.target) if made is not None and made.model is not None and made.model.target else None


def _assembled(graph: Graph, columns: Columns) -> Columns | None:
    """Those columns of a table that are put together as its features, where that is said in one place, by name."""
    makers = [step for step in graph.ops("construct") if step.fact("assembles")]
    given = makers[0].args.keywords.get(makers[0].fact("assembles")) if len(makers) == 1 else None
    items = given.kind.items if given is not None and isinstance(given.kind, Group) else ()
    names = [item.kind.value for item in items if isinstance(item.kind, Literal)]
    if not names or len(names) < len(items) or columns.origin is None:
        return None
    chosen = frozenset(map(str, names))
    made = tuple([item for item in columns.made if item[0] in chosen])
    return Columns(columns.origin, chosen, made=made, time=columns.time)


def _features(step: Step) -> Value | None:
    assert step.model is not None
    for name in step.model.data:
        value = step.arg(name)
        if value is not None:
            return value
    if step.model.data or not step.args.positional:
        return step.arg("X")
    return step.args.positional[0]


def target_means(graph: Graph) -> dict[StepId, tuple[Learning, str]]:
    """The means (or other statistics of groups) of the target that are features: by the step that computes them, the fit and
    the name of the feature. Means of earlier rows are none of them. To be asked of a graph.
    """
    found: dict[StepId, tuple[Learning, str]] = {}
    for learning in graph.ask(learnings):
        target = learning.y
        if target is None or learning.target is None or learning.target.origin != learning.features.origin:
            continue
        for name, how in learning.made():
            if target in how.of and not how.steps("lag"):
                for step in how.steps("aggregate")[:1]:
                    found.setdefault(step, (learning, name))
    return found


def chooses_columns(graph: Graph, fit: Step) -> bool:
    """Whether a model takes only some columns of what it is given: a column transformer, or code of the user's."""
    model = fit.receiver if fit.op == "fit" else fit.arg("estimator")
    return model is None or _chooses(graph, model, 0, True)


def _chooses(graph: Graph, value: Value, depth: int, part: bool) -> bool:
    """`part`: whether the value stands where a step of a pipeline does, so that nobody knows what an unknown one takes."""
    kind = value.kind
    if isinstance(kind, (Group, Mapping)):
        items = kind.items if isinstance(kind, Group) else [v for _, v in kind.items]
        return any(_chooses(graph, item, depth, part) for item in items)
    if isinstance(kind, (Object, Function)):
        return True
    if not isinstance(kind, Instance):
        return part and not isinstance(kind, Literal)
    made = made_by(graph, value)
    if made is None or made.fact("takes-columns") or "ignored_features" in made.args.keywords or depth > 4:
        return True
    inner = bool(made.fact("container"))
    return any(_chooses(graph, argument, depth + 1, inner) for argument in made.args.all())


def held_out(graph: Graph, learning: Learning) -> list[tuple[Step, Rows]]:
    """The rows that a model is judged on without having learned from them."""
    found = []
    for step in graph.ops("score", "metric"):
        if step.rows is not None and any(s.how == "model" and s.step == learning.fit.id for s in step.seen_before):
            found.append((step, step.rows))
    return found


def step_of(graph: Graph, how: Made, *kinds: str) -> Step | None:
    """The first step that left a trace of some kinds in a column."""
    return next((graph.by_id[id] for id in how.steps(*kinds) if id in graph.by_id), None)


def ordered(graph: Graph, columns: Columns | None) -> StepId | None:
    """What says that the rows of a table stand in the order of time: values of the rows before are among its columns, or it
    was sorted by a date.
    """
    if columns is None:
        return None
    made = [how for _, how in columns.computed()] + ([columns.series] if columns.series is not None else [])
    steps = [id for how in made for id in how.steps("lag", "window", "future")]
    steps += [id for kind, id in columns.time if kind == "sorted"]
    return min(steps, key=graph.turn) if steps else None
