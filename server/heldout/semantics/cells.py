"""A notebook cell by cell: what the rules look at that ask in which order, and how often, cells may run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from heldout.semantics.graph import Graph
from heldout.semantics.uses import Names, names_of
from heldout.semantics.values import Value
from heldout.syntax import ir


@frozen(eq=False)
class CellCode:
    """One cell: its statements, their names, and those that may be bound by what is not Python in it (or does not parse)."""

    number: int  # as the user counts, from 1
    units: tuple[ir.Unit, ...]
    names: tuple[Names, ...]
    maybe: frozenset[str] = frozenset()
    opaque: bool = False
    text: str = ""  # as the user sees it, comments included


@frozen(eq=False)
class Notebook:
    """The cells in their order, the graph of all, and what the module's names are worth at the end."""

    cells: tuple[CellCode, ...]
    graph: Graph
    values: Mapping[Any, Any] = field(factory=dict, repr=False)
    kept: dict[str, Any] = field(factory=dict, repr=False)  # what one rule found out and another needs, too

    def value(self, name: str) -> Value | None:
        """The value of a name of the module when all cells have run in order."""
        found = self.values.get(name)
        return found if isinstance(found, Value) else None


def cell_code(number: int, units: Sequence[ir.Unit], maybe: frozenset[str], opaque: bool, text: str) -> CellCode:
    """A cell of these statements."""
    names = tuple([names_of(unit) for unit in units])
    return CellCode(number, tuple(units), names, maybe, opaque or any(n.opaque for n in names), text)
