"""Which steps deal out rows at random, so that neighbours and rows of one group part."""

from __future__ import annotations

from heldout.api import Graph, Segment, Step, Value, constant
from heldout_rules.leakage.stopping import made_by


def shuffles(graph: Graph, split: Step) -> bool:
    """Whether a split, folds, a cross-validation or a sample deals out single rows at random."""
    if split.op == "split":
        return constant(split.args.keywords.get("shuffle"), True) is True and not split.args.spread
    if split.op == "sample":
        return _has_rest(graph, split)
    return _splitter(graph, split.receiver if split.op == "folds" else split.args.keywords.get("cv"))


def _splitter(graph: Graph, value: Value | None) -> bool:
    made = made_by(graph, value)
    if made is None or made.fact("time") or made.fact("groups"):
        return False
    return constant(made.args.keywords.get("shuffle"), False) is True or "ShuffleSplit" in made.cls


def _has_rest(graph: Graph, sample: Step) -> bool:
    """Whether a model is asked for the rows that a sample has left: `test = df.drop(train.index)`."""
    for step in graph.ops("score", "metric", "predict"):
        for path in () if step.rows is None else step.rows.paths:
            if any(isinstance(s, Segment) and s.split == ("sample", sample.id) and s.part == "out" for s in path):
                return True
    return False
