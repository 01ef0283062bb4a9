"""What the rules of notebooks look at: the cells of a program with their names, its graph, and its values at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from heldout.semantics.cells import Notebook, cell_code
from heldout.semantics.graph import Graph
from heldout.source import magics
from heldout.syntax.program import Program

_NAME = re.compile(r"[A-Za-z_]\w*")


def notebook_of(program: Program, graph: Graph, values: Mapping[Any, Any]) -> Notebook:
    """The notebook of a program. What has never parsed may bind any name that is in it."""
    cells = []
    for index, (cell, (units, unread)) in enumerate(zip(program.document.cells, program.cells(), strict=True), 1):
        bound, opaque = _magics(cell.text)
        maybe = bound | frozenset(_NAME.findall(unread)) if unread else bound
        cells.append(cell_code(cell.number or index, units, maybe, opaque))
    return Notebook(tuple(cells), graph, values)


@lru_cache(maxsize=1024)
def _magics(text: str) -> tuple[frozenset[str], bool]:
    return magics.bound(text)
