"""A name of its own for what a cell makes of a table, where everybody who reads it afterwards can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from heldout.api import Code, Edit, Handle, Names, ir, names_of
from heldout_rules.notebooks.again import walk
from heldout_rules.notebooks.repeating import Change

SUFFIXES = (("Scaler", "scaled"), ("Encoder", "encoded"), ("Imputer", "filled"))
"""What comes out of a transformer, by the end of the name of its class."""


def renamed(change: Change, code: Code) -> tuple[str, tuple[Edit, ...]] | None:
    """The new name, and the edits that give it to what the cell makes and to all that read it later.

    None where nobody can be sure: the name is bound again, a function reads it, or a line of the shell does.
    """
    cells = code.cells()
    at = _statement(change, cells)
    new = _new_name(change, code)
    if at is None or new is None:
        return None
    cell, number, target = at
    later = [*cells[cell][number + 1 :], *[unit for units in cells[cell + 1 :] for unit in units]]
    if any(_keeps(names_of(unit), change.name) for unit in later) or _outside(change.name, code, cell):
        return None
    if any(change.name in reads for units in cells for unit in units for reads in names_of(unit).later.values()):
        return None
    if any(_is_another(node, change.name) for unit in later for node in walk(unit)):
        return None
    places = [Handle(change.leaf, target.at)]
    places += [Handle(leaf, node.at) for leaf, node in _reads(later, change.name)]
    edits = [Edit(code.place(handle), new) for handle in places]
    if any(code.text(edit.place) != change.name for edit in edits):
        return None
    return new, tuple(edits)


def _statement(change: Change, cells: Sequence[tuple[ir.Unit, ...]]) -> tuple[int, int, ir.Name] | None:
    """The cell and the number of the statement `name = …` that makes the change, and the name in it."""
    for cell, units in enumerate(cells):
        for number, unit in enumerate(units):
            s = unit.body[0] if unit.leaf == change.leaf and len(unit.body) == 1 else None
            if isinstance(s, ir.Assign) and len(s.targets) == 1 and s.at == getattr(change.statement, "at", None):
                target = s.targets[0]
                return (cell, number, target) if isinstance(target, ir.Name) and target.id == change.name else None
    return None


def _new_name(change: Change, code: Code) -> str | None:
    """A name that says what was done, and is nowhere in the notebook."""
    step, node = change.what.step, change.what.node
    suffix = ""
    if step is not None and step.op in ("transform", "fit-transform"):
        suffix = next((word for end, word in SUFFIXES if step.cls.endswith(end)), "transformed")
    elif step is not None and step.op in ("sample", "concat", "append"):
        suffix = "sample" if step.op == "sample" else "all"
    elif isinstance(node, ir.Binary) and node.op == "/":
        suffix = "scaled"
    new = f"{change.name}_{suffix}"
    taken = any(re.search(rf"\b{new}\b", cell.text) for cell in code.document.cells)
    return new if suffix and not taken else None


def _keeps(names: Names, name: str) -> bool:
    """Whether a statement binds a name again, or may do anything with it."""
    return name in names.binds or names.opaque


def _is_another(node: Any, name: str) -> bool:
    """Whether a node gives the name another meaning within: a function, a parameter, the target of a comprehension."""
    if isinstance(node, ir.Comp):
        return any(isinstance(n, ir.Name) and n.id == name for target, _, _ in node.clauses for n in walk(target))
    if isinstance(node, (ir.FunctionDef, ir.ClassDef)):
        return any(isinstance(n, ir.Name) and n.id == name for n in walk(node.body))
    return isinstance(node, ir.Param) and node.name == name


def _outside(name: str, code: Code, cell: int) -> bool:
    """Whether a line from a cell on that is not Python mentions a name."""
    lines = [line.lstrip() for number in range(cell, len(code.document.cells)) for line in code.lines(number)]
    return any(line[:1] in ("!", "%") and re.search(rf"\b{name}\b", line) for line in lines)


def _reads(suite: Sequence[Any], name: str, leaf: int = -1) -> Iterator[tuple[int, ir.Name]]:
    """The nodes that are a name, each with its leaf."""
    for s in suite:
        if isinstance(s, ir.Unit):
            yield from _reads(s.body, name, s.leaf)
            continue
        for node in walk(s):
            if isinstance(node, ir.Name) and node.id == name:
                yield leaf, node
