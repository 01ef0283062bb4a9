"""Which steps deal out rows at random, so that neighbours and rows of one group part."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Graph, Segment, Step, Value, constant
from heldout_rules.leakage.stopping import made_by


def shuffles(graph: Graph, split: Step) -> bool:
    """Whether a split, folds, a cross-validation or a sample deals out single rows at random."""
    if split.op == "split":
        return constant(split.args.keywords.get("shuffle"), True) is True and not split.args.spread
    if split.op == "parts":
        return split.model is not None and split.model.random is True
    if split.op == "sample":
        return ("sample", split.id) in graph.ask(_used_by_their_rest)
    return _splitter(graph, split.receiver if split.op == "folds" else split.args.keywords.get("cv"))


def _splitter(graph: Graph, value: Value | None) -> bool:
    made = made_by(graph, value)
    if made is None or made.fact("time") or made.fact("groups"):
        return False
    return constant(made.args.keywords.get("shuffle"), False) is True or "ShuffleSplit" in made.cls


def _used_by_their_rest(graph: Graph) -> frozenset[object]:
    """The samples by whose rest a model is asked for something: `test = df.drop(train.index)`."""
    return frozenset(graph.each(_rests))


def _rests(step: Step) -> Iterator[object]:
    if step.op not in ("score", "metric", "predict", "forward") or step.rows is None:
        return
    for path in step.rows.paths:
        for s in path:
            if isinstance(s, Segment) and s.part == "out" and isinstance(s.split, tuple) and s.split[:1] == ("sample",):
                yield s.split
