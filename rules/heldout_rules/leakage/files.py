"""What a file holds, as its name says: the training or the test rows of data that came in two files.

Where the path is an argument of the program, the name of the argument is the author's own word for it.
"""

from __future__ import annotations

import re

from heldout.api import Graph, Rows, Step, constant, ir
from heldout_rules.blocks import nodes
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
            return _said(re.split(r"[/\\]", path)[-1])
    if source.args.nodes and source.args.nodes[0].keyword is None:
        return _said(_written(source.args.nodes[0].value))
    return None


def _said(text: str) -> str | None:
    name = plain(text)
    train, test = bool(TRAIN.search(name)), bool(TEST.search(name))
    return None if train == test else "train" if train else "test"


def _written(node: ir.Expr) -> str:
    """What a path that is only known when the program runs is called: `args.test_file`, `test_path`, `folder / "test.csv"`."""
    if isinstance(node, ir.Attr):
        return node.name
    if isinstance(node, ir.Name):
        return node.id
    texts = [n.value for n in nodes(node) if isinstance(n, ir.Const) and isinstance(n.value, str)]
    return re.split(r"[/\\]", texts[-1])[-1] if texts else ""
