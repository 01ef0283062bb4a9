"""What the rules of notebooks look at, the cells with their names, the graph and the values at the end; and what they find."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from attrs import define, field

from heldout.findings.rule import Report, Rule
from heldout.semantics.cells import Notebook, cell_code
from heldout.semantics.graph import Graph
from heldout.semantics.models import Models
from heldout.semantics.record import Record
from heldout.source import magics
from heldout.syntax.program import Program

_NAME = re.compile(r"[A-Za-z_]\w*")


def notebook_of(
    program: Program,
    graph: Graph,
    values: Mapping[Any, Any],
    records: tuple[Record, ...],
    models: Models,
    before: Mapping[Any, Any],
) -> Notebook:
    """The notebook of a program. What has never parsed may bind any name that is in it."""
    cells = []
    for index, (cell, (units, unread)) in enumerate(zip(program.document.cells, program.cells(), strict=True), 1):
        bound, opaque = _magics(cell.text)
        maybe = bound | frozenset(_NAME.findall(unread)) if unread else bound
        cells.append(cell_code(cell.number or index, units, maybe, opaque, cell.text))
    return Notebook(tuple(cells), graph, values, records, models, before)


@lru_cache(maxsize=1024)
def _magics(text: str) -> tuple[frozenset[str], bool]:
    return magics.bound(text)


@define(eq=False)
class CellReports:
    """What the rules of notebooks found. A report like one of the last run is that one: its finding stays the same."""

    _found: list[tuple[Rule, Report]] = field(factory=list)
    once: Mapping[Any, Any] = field(factory=dict)  # what was found out of each cell

    def check(self, rules: Sequence[Rule], notebook: Notebook) -> list[tuple[Rule, Report]]:
        """Run the rules."""
        known = {(rule.name, report): report for rule, report in self._found}
        self._found = [
            (rule, known.get((rule.name, report), report)) for rule in rules for report in rule.check_notebook(notebook)
        ]
        self.once = notebook.now
        return self._found
