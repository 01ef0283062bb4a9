"""Names that a fix needs, imported where the program imports their like, and names that it needs no more."""

from __future__ import annotations

import re

from heldout.api import Code, Edit, Place
from heldout_rules.leakage.statements import mentions


def imported_from(code: Code, module: str, name: str, instead: str, but: tuple[Place, ...]) -> list[Edit] | None:
    """The edits by which `name` comes from a module that the program already imports `instead` from, which goes if it is written
    nowhere outside the places `but`. None where that import is not on one line.
    """
    for cell in range(len(code.document.cells)):
        for row, text in enumerate(code.lines(cell)):
            found = re.match(rf"from {re.escape(module)} import ([\w, ]+?)(\s*#.*)?$", text)
            names = [one.strip() for one in found[1].split(",")] if found else []
            if found is None or (instead not in names and name not in names):
                continue
            here = Place(cell, row, 0, row + 1, 0)
            new = [n for n in names if n != instead or mentions(code, instead, (here, *but))]
            if name not in new:
                new = sorted([*new, name]) if names == sorted(names) else [*new, name]
            if new == names:
                return []
            return [Edit(Place(cell, row, found.start(1), row, found.end(1)), ", ".join(new))]
    return None
