"""A cell changes data that another cell made, so that running it again changes them once more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen

from heldout.api import (
    CellCode,
    Change,
    Data,
    Handle,
    Instance,
    Notebook,
    Report,
    Rule,
    Severity,
    Step,
    Value,
    ir,
    text_of,
)
from heldout_rules.keeping.columns import the_same
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.notebooks.again import ARITHMETIC, Again, again, walk

IMPUTES = ("Imputer", "LabelEncoder", "OrdinalEncoder")
"""What these do is the same again, and what they know, too (or nothing that is asked of them)."""
GROWS = ("PolynomialFeatures", "OneHotEncoder", "SplineTransformer", "KBinsDiscretizer", "ColumnTransformer")


class NbNonIdempotentCell(Rule):
    name = "nb-non-idempotent-cell"
    severity = Severity.WARNING
    frameworks = ("notebook",)
    language = ESTIMATORS

    def check_notebook(self, notebook: Notebook) -> Iterator[Report]:
        before: dict[str, tuple[Handle, int]] = {}
        for cell in notebook.cells:
            if not cell.opaque:
                yield from self._cell(notebook, cell, before)
            for names in cell.names:
                before.update({name: (at, cell.number) for name, at in names.binds.items()})

    def _cell(self, notebook: Notebook, cell: CellCode, before: dict[str, tuple[Handle, int]]) -> Iterator[Report]:
        known = before.keys()
        if all(known.isdisjoint(names.updates) for names in cell.names):
            return  # nothing of another cell is computed from itself
        told: set[str] = set()
        for change in _changes(notebook, cell, set(known)):
            name = change.key.partition("[")[0].partition(".")[0]
            if name in told or not _harms(notebook, cell, change):
                continue
            told.add(name)
            at, number = before[name]
            evidence = ((at, f"`{name}` comes from cell {number}"),)
            message = f"running this cell again {change.what.why}"
            yield Report(Handle(change.leaf, change.what.node.at), message, evidence)

    def agrees(self, change: Change) -> Iterator[str]:
        yield from the_same(change)


@frozen
class _Change:
    """A name or a column that is computed from itself in a way that changes it each time."""

    key: str
    leaf: int
    what: Again


def _changes(notebook: Notebook, cell: CellCode, known: set[str]) -> Iterator[_Change]:
    """What a cell computes from itself. `known` are the names of earlier cells."""
    reader = _Reader(notebook, known)
    for unit in cell.units:
        yield from reader.suite(unit.body, unit.leaf)


@define(eq=False)
class _Reader:
    """Goes through the statements of a cell; `own` are the keys that it has made anew, `derived` what comes from a key."""

    notebook: Notebook
    known: set[str]
    own: set[str] = field(factory=set)
    derived: dict[str, set[str]] = field(factory=dict)

    def suite(self, suite: ir.Suite, leaf: int) -> Iterator[_Change]:
        for s in suite:
            if isinstance(s, ir.Unit):
                yield from self.suite(s.body, s.leaf)
            elif isinstance(s, ir.Assign) and s.value is not None:
                for target in s.targets:
                    yield from self.assign(target, s.value, leaf)
            elif isinstance(s, ir.AugAssign):
                yield from self.augment(s, leaf)
            elif isinstance(s, ir.With):
                yield from self.suite(s.body, leaf)
            # A branch may be there so that it is only done once, and a loop goes on with its own results on purpose.

    def assign(self, target: Any, value: Any, leaf: int) -> Iterator[_Change]:
        if isinstance(target, ir.Seq):
            for item in target.items:
                yield from self.assign(item, value, leaf)
            return
        key = text_of(target)
        name = _name_of(target)
        if not name or "…" in key:
            return
        names = {n.id for n in walk(value) if isinstance(n, ir.Name)}
        if name in self.known and not {name, key} & self.own and self.is_data(name):
            found = again(value, key, lambda node: self.reads(node, key, name), lambda node: self.step(leaf, node))
            if found is not None:
                yield _Change(key, leaf, found)
        if not self.reads(value, key, name):
            self.own.add(key)
        self.derived[name] = names.union(*[self.derived.get(n, set()) for n in names])

    def augment(self, s: ir.AugAssign, leaf: int) -> Iterator[_Change]:
        key, name = text_of(s.target), _name_of(s.target)
        fresh = not name or "…" in key or name not in self.known or bool({name, key} & self.own)
        if not fresh and s.op in ARITHMETIC and self.is_data(name) and not self.reads(s.value, key, name):
            yield _Change(key, leaf, Again(s.target, f"applies `{s.op}=` to `{key}` once more"))

    def reads(self, node: Any, key: str, name: str) -> bool:
        """Whether an expression holds a key, or a name that was computed from it in this cell."""
        for inner in walk(node):
            if isinstance(inner, (ir.Name, ir.Subscript, ir.Attr)) and text_of(inner) == key:
                return True
            if isinstance(inner, ir.Name) and inner.id != name and name in self.derived.get(inner.id, ()):
                return True
        return False

    def step(self, leaf: int, node: Any) -> Step | None:
        return self.notebook.graph.by_id.get((0, leaf, node.at))

    def is_data(self, name: str) -> bool:
        """Whether a name holds rows that were read from somewhere."""
        value = self.notebook.value(name)
        if value is None or not isinstance(value.kind, Data) or value.rows is None:
            return False
        by_id = self.notebook.graph.by_id
        made = [by_id.get(path[0]) for path in value.rows.paths]  # type: ignore[call-overload]
        return all(step is not None and step.op == "source" for step in made)


def _name_of(target: Any) -> str:
    """The name of a target, or of the table whose column it is."""
    if isinstance(target, (ir.Subscript, ir.Attr)):
        base = target.base
        if isinstance(base, ir.Attr) and base.name in ("loc", "iloc"):
            base = base.base
        target = base
    return target.id if isinstance(target, ir.Name) else ""


def _harms(notebook: Notebook, cell: CellCode, change: _Change) -> bool:
    """Whether anybody notices: what a scaler makes of what it made is the same, but not what it does to others then."""
    step = change.what.step
    if step is None or step.op not in ("fit-transform", "transform"):
        return True
    receiver = step.receiver
    if receiver is None or not isinstance(receiver.kind, Instance):
        return False
    cls = receiver.kind.cls.rpartition(".")[2]
    if any(word in cls for word in IMPUTES):
        return False
    if step.op == "transform":
        # Fitted in this very cell, it is fitted on what it has changed, and then changes nothing.
        here = {names_leaf for unit in cell.units for names_leaf in _leaves(unit)}
        return not any(fit.step[1] in here for fit in step.fits)
    if cls in GROWS:
        return True
    return any(_is_asked(other, receiver, step, cell) for other in notebook.graph.ops("transform"))


def _is_asked(other: Step, receiver: Value, step: Step, cell: CellCode) -> bool:
    """Whether an estimator is also asked about other rows, in another cell."""
    same = other.receiver is not None and other.receiver.kind == receiver.kind and other.id != step.id
    return same and other.id[1] not in {leaf for unit in cell.units for leaf in _leaves(unit)}


def _leaves(unit: ir.Unit) -> Iterator[int]:
    yield unit.leaf
    for node in walk(unit.body):
        if isinstance(node, ir.Unit):
            yield node.leaf
