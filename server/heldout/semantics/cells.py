"""A notebook cell by cell: what the rules look at that ask in which order, and how often, cells may run."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from attrs import field, frozen

from heldout.semantics.graph import Graph, Step
from heldout.semantics.models import Models
from heldout.semantics.record import Record
from heldout.semantics.uses import Names, names_of
from heldout.semantics.values import Function, Value
from heldout.syntax import ir

Answer = TypeVar("Answer")


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
    """The cells in their order, the graph of all, and what the module's names are worth at the end.

    `records` say, in the order of the statements, what each of them read and wrote when it ran.
    """

    cells: tuple[CellCode, ...]
    graph: Graph
    values: Mapping[Any, Any] = field(factory=dict, repr=False)
    records: tuple[Record, ...] = field(default=(), repr=False)
    models: Models | None = field(default=None, repr=False)
    before: Mapping[Hashable, tuple[Any, Any]] = field(
        factory=dict, repr=False
    )  # what `once` gave for the last notebook
    now: dict[Hashable, tuple[Any, Any]] = field(factory=dict, repr=False)  # and for this one
    kept: dict[str, Any] = field(factory=dict, repr=False)  # what one rule found out and another needs, too

    def value(self, name: str) -> Value | None:
        """The value of a name of the module when all cells have run in order."""
        found = self.values.get(name)
        return found if isinstance(found, Value) else None

    def entered(self, unit: ir.Unit, name: str) -> Value | None:
        """The value of a name when a statement of the module that reads it began; None where it does not."""
        record = self._by_unit.get(id(unit))
        found = None if record is None else next((value for key, value in record.reads if key == name), None)
        return found if isinstance(found, Value) else None

    def left(self, unit: ir.Unit, name: str) -> Value | None:
        """The value of a name when a statement of the module that binds it had run; None where it does not."""
        record = self._by_unit.get(id(unit))
        found = None if record is None else record.writes.get(name)
        return found if isinstance(found, Value) else None

    def function(self, unit: ir.Unit, name: str) -> tuple[ir.FunctionDef, int] | None:
        """The definition of a function of the user's that a statement calls by a name of the module, and its leaf."""
        value = self.entered(unit, name) or self.value(name)
        if value is None or not isinstance(value.kind, Function):
            return None
        node = self.values.get(("def", value.kind.fid))
        return (node, value.kind.fid[0]) if isinstance(node, ir.FunctionDef) else None

    def steps(self, unit: ir.Unit) -> tuple[Step, ...]:
        """The steps that a statement of the module makes, in the functions that it calls, too."""
        record = self._by_unit.get(id(unit))
        return () if record is None else record.steps

    def fact(self, function: str, word: str) -> Any:
        """A word of the library model of a function, by qualified name: of one that is passed on and not called here."""
        model = None if self.models is None else self.models.call(function)
        return None if model is None else model.facts.get(word)

    def once(self, cell: CellCode, about: Hashable, work: Callable[[], Answer]) -> Answer:
        """`work()`, or what it gave for the last notebook, where all statements of the cell read, did and wrote the same.

        It may use nothing but these statements, what they read, wrote and did, and `about`.
        """
        records = tuple([self._by_unit.get(id(unit)) for unit in cell.units])
        key = (about, *[id(record) for record in records])
        known = self.now.get(key) or self.before.get(key)
        if known is None:
            known = (records, work())  # with the records, so that no other object gets their identity
        self.now[key] = known
        return cast(Answer, known[1])

    @cached_property
    def _by_unit(self) -> Mapping[int, Record]:
        return {id(record.node): record for record in self.records}


def cell_code(number: int, units: Sequence[ir.Unit], maybe: frozenset[str], opaque: bool, text: str) -> CellCode:
    """A cell of these statements."""
    names = tuple([names_of(unit) for unit in units])
    return CellCode(number, tuple(units), names, maybe, opaque or any(n.opaque for n in names), text)
