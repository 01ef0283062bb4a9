"""Which held-out rows are a program's last word: a test set, and not rows that only choose what is tested on others.

What rows are for is read from their use. Names only speak for silence, or beside other evidence: rows that somebody calls
`X_val` are not accused of being a test set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import Graph, Relation, Rows, Segment, Step, Value, constant, ir, relate, text_of

VALIDATION = re.compile(
    r"(?<![a-z])(val|vals|valid|validation|validate|eval|evaluation|dev|devel|tune|tuning|calib|cal|oof|stop|es)(?![a-z])"
)
TEST = re.compile(r"(?<![a-z])(test|testing|tests|holdout|heldout|hold_out|held_out)(?![a-z])")
SAME = (Relation.SAME, Relation.INSIDE, Relation.CONTAINS, Relation.OVERLAPPING)


def whole(rows: Rows) -> Rows:
    """The rows of a loader or table of which only a batch or an item is at hand."""
    if not any(isinstance(s, Segment) and s.kind == "item" for path in rows.paths for s in path):
        return rows
    return Rows(
        frozenset([tuple([s for s in p if not (isinstance(s, Segment) and s.kind == "item")]) for p in rows.paths])
    )


def models(step: Step) -> list[Rows]:
    """The rows that the models behind a score have learned from."""
    return [s.rows for s in step.seen_before if s.how == "model"]


def trained(graph: Graph) -> list[Rows]:
    """The rows that networks are trained on by hand: those whose answers lead to a `backward`."""
    return [whole(s.rows) for step in graph.ops("backward") for s in step.seen_before if s.how == "answers"]


def is_final(graph: Graph, rows: Rows, learned: list[Rows], texts: Iterable[str] = ()) -> bool:
    """Whether these rows, held out from what was `learned` from, are the program's test set.

    Not so where they are a part of training rows, folds, or called validation; nor where a model that learned from the
    same rows is scored, or asked, on other held-out rows: those are the last word then. `texts`: the arguments, as written,
    of the calls that score them.
    """
    if not learned or any(relate(rows, other) in SAME for other in learned):
        return False
    names = {plain(text) for text in texts}
    if not any(TEST.search(name) for name in names):  # what is called a test where it is scored is meant as one
        names |= {plain(text) for text in names_of(graph, rows)}
    if any(VALIDATION.search(name) for name in names) or not _called_test(graph, rows, names):
        return False
    return not any(_other(graph, step, rows, learned) for step in graph.ops("score", "metric", "predict", "forward"))


def _called_test(graph: Graph, rows: Rows, names: set[str]) -> bool:
    for path in rows.paths:
        roles = [s.role for s in path if isinstance(s, Segment) and s.role]
        if any(isinstance(s, Segment) and s.kind == "fold" for s in path) or "train" in roles or "validation" in roles:
            return False
    if rows.role == "test":
        return True
    return any(TEST.search(name) for name in names) or all(_given_as_test(graph, path[0]) for path in rows.paths)


def _given_as_test(graph: Graph, root: object) -> bool:
    """`MNIST(train=False)`, `load(split="test")`, `read_csv("test.csv")`: the source says it."""
    step = graph.by_id.get(root)  # type: ignore[call-overload]
    if step is None:
        return False
    if constant(step.args.keywords.get("train"), True) is False:
        return True
    return any(isinstance(constant(v), str) and TEST.search(plain(str(constant(v)))) for v in step.args.all())


def _other(graph: Graph, step: Step, rows: Rows, learned: list[Rows]) -> bool:
    """Whether a step asks the same kind of model about other rows that it has not learned from."""
    if step.rows is None:
        return False
    asked = whole(step.rows)
    if relate(asked, rows) in SAME:
        return False
    if step.op == "forward":
        fits = trained(graph)
        if not fits:
            return False
    else:
        fits = models(step)
        if not any(relate(mine, theirs) in SAME for mine in fits for theirs in learned):
            return False
    if any(relate(asked, mine) in SAME for mine in fits):
        return False
    return all(_read(graph, path[0]) for path in asked.paths)


def _read(graph: Graph, root: object) -> bool:
    """Whether rows come from a source, and were not written down on the spot."""
    step = graph.by_id.get(root)  # type: ignore[call-overload]
    return step is not None and step.op in ("source", "hub-load", "download")


def names_of(graph: Graph, rows: Rows) -> Iterator[str]:
    """The names by which rows are handed to calls."""
    for step in graph.steps:
        for node, value in _given(step):
            found = value.data_rows()
            if found is not None and found == rows:
                yield text_of(node)
        if step.op == "forward" and step.rows is not None and whole(step.rows) == rows:
            yield from [text for block in step.block.around() if block.kind == "function" for text in block.what[1:]]


def _given(step: Step) -> Iterator[tuple[ir.Expr, Value]]:
    positional = [n for n in step.args.nodes if n.keyword is None and not n.star]
    if len(positional) == len(step.args.positional):
        for node, value in zip(positional, step.args.positional, strict=True):
            yield node.value, value
    for node in step.args.nodes:
        if node.keyword is not None and node.keyword in step.args.keywords:
            yield node.value, step.args.keywords[node.keyword]


def plain(text: str) -> str:
    """Names with their words apart: `XTest`, `x_test1` and `df-test.csv` all say "test"."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text).lower()
    return re.sub(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])", "_", text)
