"""What a file holds, as its name says: the training or the test rows of data that came in two files."""

from __future__ import annotations

import re

from heldout.api import Graph, Rows, Step, constant
from heldout_rules.leakage.finals import TEST, plain

TRAIN = re.compile(r"(?<![a-z])(train|training)(?![a-z])")


def roles_of(graph: Graph, rows: Rows) -> set[str | None]:
    """What the sources of rows are for, "train" or "test"; None for those that do not say."""
    return {_role(graph.by_id.get(path[0])) for path in rows.paths}  # type: ignore[call-overload]


def _role(source: Step | None) -> str | None:
    if source is None or source.op != "source":
        return None
    for value in source.args.all():
        path = constant(value)
        if isinstance(path, str):
            name = plain(re.split(r"[/\\]", path)[-1])
            train, test = bool(TRAIN.search(name)), bool(TEST.search(name))
            return None if train == test else "train" if train else "test"
    return None
