"""Lists that another cell made: rows appended to them are there twice when the cell runs twice."""

from __future__ import annotations

from heldout.api import Data, Many, Notebook, Rows, Step, Value, ir
from heldout_rules.notebooks.again import Again, number

ADDS = ("append", "extend", "insert")


def grows(notebook: Notebook, unit: ir.Unit, node: ir.Call, name: str) -> Again | None:
    """What a call adds to a list, or takes off one that holds rows."""
    method = node.func.name if isinstance(node.func, ir.Attr) else ""
    if method in ADDS and node.args:
        return Again(node, f"puts the same into `{name}` once more")
    if method == "pop" and len(node.args) <= 1 and all(number(arg.value) is not None for arg in node.args):
        value = notebook.entered(unit, name)
        if value is not None and isinstance(value.kind, (Many, Data)) and value.rows is not None:
            return Again(node, f"takes another item off `{name}`")
    return None


def gathered(notebook: Notebook, name: str) -> Step | None:
    """The step that makes data of all items of a list: data that are split or learned from.

    Scores and losses that are noted in a list are left alone: a list of experiments is meant to grow.
    """
    for step in notebook.graph.steps:
        first = step.node.args[0].value if step.node.args else None
        if isinstance(first, ir.Name) and first.id == name and isinstance(step.result.kind, Data) and step.id[0] == 0:
            rows = step.result.data_rows()
            if rows is not None and _is_used(notebook, rows):
                return step
    return None


def _is_used(notebook: Notebook, rows: Rows) -> bool:
    roots = {path[0] for path in rows.paths}
    for step in notebook.graph.ops("split", "folds", "fit", "cross-validate", "train"):
        given = [value.data_rows() for value in step.args.all() if isinstance(value, Value)]
        if any(path[0] in roots for held in (step.rows, *given) if held is not None for path in held.paths):
            return True
    return False
