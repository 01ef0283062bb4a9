"""Rows that a statement takes away from a table each time it runs, in whatever words, and in functions that it calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heldout.api import CellCode, Notebook, Segment, ir
from heldout_rules.notebooks.again import Again


def fewer(notebook: Notebook, cell: CellCode, unit: ir.Unit, name: str) -> Again | None:
    """The draw, the split or the cut that leaves a name fewer rows than it had when the statement began, if the cell makes it.

    A choice by what is in the rows (a condition, the first thousand) chooses the same again.
    """
    before, after = notebook.entered(unit, name), notebook.left(unit, name)
    if before is None or after is None or before.rows is None or after.rows is None:
        return None
    made = None
    for path in after.rows.paths:
        start = next((p for p in before.rows.paths if path[: len(p)] == p), None)
        if start is None:
            return None
        made = made or next((s for s in path[len(start) :] if isinstance(s, Segment) and _each_time(s)), None)
    if made is None:
        return None
    value = unit.body[-1].value if isinstance(unit.body[-1], (ir.Assign, ir.ExprStmt)) else None
    if made.kind == "slice":
        return Again(value, f"cuts more off `{name}`")
    steps = {step.id: step for each in cell.units for step in notebook.steps(each)}
    step = next((steps[part] for part in _parts(made.split) if part in steps), None)
    if step is None:
        return None  # rows that another cell has chosen: they are gone, and asking for them again is an error
    what = "draws a sample of what is left of" if step.op == "sample" else "splits another part off"
    return Again(value, f"{what} `{name}`", step)


def _each_time(segment: Segment) -> bool:
    if segment.kind == "slice":
        cut = segment.split[1] if isinstance(segment.split, tuple) and len(segment.split) == 2 else None
        return isinstance(cut, int) and (cut > 0) == (segment.part == "tail")
    return segment.kind in ("split", "sample")


def _parts(split: Any) -> Iterator[Any]:
    if isinstance(split, tuple):
        yield split
        for part in split:
            yield from _parts(part)
