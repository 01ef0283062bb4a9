"""A program kept interpreted: after an edit, only the statements run again that read something that changed.

Each top-level statement is a region (see `regions`). In order: a statement whose code is the same object and whose reads are
the same is replayed from its record, any other runs. Functions and methods that nobody called run last, on unknown arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import chain
from typing import Any

from attrs import evolve

from heldout.semantics.calls import attach
from heldout.semantics.cut_off import CutOff, same_to_callers
from heldout.semantics.execute import run_suite
from heldout.semantics.files import Files, Shared
from heldout.semantics.graph import UNCALLED, Block, Handle
from heldout.semantics.machine import Frame, Machine
from heldout.semantics.models import Models
from heldout.semantics.record import Record
from heldout.semantics.regions import WRITTEN
from heldout.semantics.uncalled import class_runner, function_runner, uncalled_methods
from heldout.syntax import ir

BUDGET = 100_000
"""Statements and calls in one run; far above what people write, it bounds what machines write."""
REGION = 10_000
"""The same for one statement or function and all that it calls; what is replayed counts, so that history does not."""


class Interpreter:
    """Interprets successive versions of one program. Not safe for threads."""

    def __init__(self, models: Models, files: Files | None = None) -> None:
        self.models = models
        self.files = files
        self.shared = Shared() if files is None else files.shared
        self.answers: dict[Hashable, Any] = {}  # what the workspace said in the last run
        self.records: list[Record] = []  # of the last run, one for each unit
        self._known: tuple[Record, ...] | None = None  # these, and those of what nobody calls
        self.end: dict[Hashable, Any] = {}  # the table at the end of it
        self._start: tuple[int, dict[Hashable, Any]] = (0, {})  # the table before the unit that was edited last
        self.uncalled: dict[Hashable, tuple[tuple[str, ...], Record]] = {}
        self._called: frozenset[Hashable] = frozenset()  # the functions that were called in the last run
        self._machine: Machine | None = None
        self._generation: Hashable = 0
        self._unanswered: set[Hashable] = set()  # what is to be asked again, as long as no run has ended since
        self.exhausted = False

    def run(
        self, units: Sequence[ir.Unit], cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[tuple[Record, ...], dict[Hashable, Any]]:
        """The records of all regions in order (their `steps` are the graph), and the table at the end of the program.

        Raises Cancelled when `cancelled` says so; the next run then starts from the last that ended.
        """
        m = self._machine = self.machine({})
        m.cancelled = cancelled
        old = self.records
        first, last = _unchanged(old, units)
        moved_on = self._moved_on(m)
        if self._known is not None and first == len(old) == len(units) and not moved_on:
            return self._known, self.end
        if moved_on:
            first = next(
                (i for i, record in enumerate(old[:first]) if not moved_on.isdisjoint(record.read_keys)), first
            )
        table = self._table_before(first)
        m.vars = table.copy()
        self._count(m, old[:first])
        if not old:  # the first run: there is nothing to compare with
            return self._finish(m, [self.region(m, unit) for unit in units], moved_on)
        records = old[:first]
        # What of the table is not as it was at this point of the last run: its keys.
        dirty = {key for record in old[first : len(old) - last] for key in record.writes}
        moved = {id(record.node): record for record in old[first : len(old) - last]}
        for unit in units[first : len(units) - last]:
            record = moved.get(id(unit))
            if record is None or not _as_allowed(m, record) or not m.valid(record):
                record = self.region(m, unit)
            else:
                m.vars.update(record.writes)
                self._count(m, [record])
            dirty.update(record.writes)
            records.append(record)
        touched = set(dirty)
        before = table.copy()
        for record in old[first : len(old) - last]:
            before.update(record.writes)
        dirty = {key for key in dirty if _differ(m.vars.get(key), before.get(key))} | moved_on
        cut_off = self._cut_off(m, {key for key in dirty if same_to_callers(key, before.get(key), m.vars.get(key))})
        for index in range(len(old) - last, len(old)):
            record = old[index]
            if not dirty and self._roomy(m, old[index:]):  # nothing downstream can tell the difference
                records += old[index:]
                break
            fits = _as_allowed(m, record)
            renewed = record if fits and dirty.isdisjoint(record.read_keys) else None
            if renewed is None and fits and cut_off.edited:
                renewed = cut_off.renewed(record, dirty)
            if renewed is not None:
                record = renewed
                m.vars.update(record.writes)
                dirty.difference_update(record.writes)
                self._count(m, [record])
            else:
                was = record
                record = self.region(m, units[len(units) - len(old) + index])
                changed = was.writes.keys() | record.writes.keys()
                before_value = was.writes
                for key in changed:
                    if key not in record.writes or _differ(m.vars.get(key), before_value.get(key, WRITTEN)):
                        dirty.add(key)
                    else:
                        dirty.discard(key)
                touched |= changed
            records.append(record)
        else:
            changed_keys = {k for k in touched if _differ(self.end.get(k), m.vars.get(k))}
            return self._finish(m, records, changed_keys | moved_on)
        m.vars = self.end  # the rest did again what it had done
        return self._finish(m, records, moved_on)

    def _count(self, m: Machine, records: Sequence[Record]) -> None:
        """Count what regions spent that need not run."""
        m.spent += sum([record.spent for record in records])
        m.loads += sum([record.loads for record in records])

    def _roomy(self, m: Machine, records: Sequence[Record]) -> bool:
        """Whether regions that follow each other were, and are, allowed as much as any."""
        spent = sum([record.spent + record.loads for record in records])
        return records[-1].left == REGION and m.spent + m.loads + spent + REGION <= BUDGET

    def _cut_off(self, m: Machine, edited: set[Hashable]) -> CutOff:
        def beside(table: dict[Hashable, Any]) -> Machine:
            other = self.machine(table)
            other.cancelled, other.used_calls = m.cancelled, m.used_calls
            return other

        return CutOff(m, beside, edited)

    def _moved_on(self, m: Machine) -> set[Hashable]:
        """The questions to which the workspace has another answer than in the last run."""
        if self.files is None or self.files.generation == self._generation:
            return self._unanswered
        self._generation = self.files.generation
        before, m.answers = self.answers, {}
        self.answers = m.answers
        for question in before:
            m.ask(*question)  # type: ignore[misc]
        m.touched.clear()
        self._unanswered |= {question for question, known in before.items() if m.answers[question] is not known}
        return self._unanswered

    def _table_before(self, index: int) -> dict[Hashable, Any]:
        """The table before a unit of the last run; the last one asked for is kept, since people type in one place."""
        if self._start[0] != index:
            self._start = (index, self.table_before(index))
        return self._start[1]

    def table_before(self, index: int) -> dict[Hashable, Any]:
        """A table of one's own, as it was before a unit of the last run."""
        count, table = self._start
        table = {} if count > index else table.copy()
        for record in self.records[0 if count > index else count : index]:
            table.update(record.writes)
        return table

    def machine(self, table: dict[Hashable, Any]) -> Machine:
        """A machine that goes on from a table. Contexts keep their numbers, so that steps keep their identity."""
        m = Machine(self.models, BUDGET)
        attach(m)
        m.vars = table
        m.files, m.shared, m.answers = self.files, self.shared, self.answers
        if self._machine is not None:
            m.call_records = self._machine.call_records
        return m

    def _finish(
        self, m: Machine, records: list[Record], changed: set[Hashable]
    ) -> tuple[tuple[Record, ...], dict[Hashable, Any]]:
        """Run what nobody calls. Only now does this count as the last run: what is cancelled before has not been."""
        m.spent = m.loads = 0
        self._count(m, records)
        extra, uncalled, called = self._run_uncalled(m, records, changed)
        self.records, self.end, self.uncalled, self._called = records, m.vars, uncalled, called
        self._unanswered = set()
        self._known = (*records, *extra)
        if len(m.call_records) > 4 * len(m.used_calls) + 4096:
            m.call_records = {k: m.call_records[k] for k in m.used_calls if k in m.call_records}
        self.exhausted = any(record.exhausted for record in records + extra)
        return self._known, m.vars

    def region(self, m: Machine, unit: ir.Unit) -> Record:
        m.allow(REGION)
        around = m.enter_region()
        m.leaf, m.frame, m.overlays = unit.leaf, Frame(0, None), []
        m.block = Block("module", Handle(unit.leaf, 0))
        try:
            run_suite(m, unit.body)
        except RecursionError:  # nested deeper than anybody reads: nothing is known of it
            return m.abandon_region(around, unit)
        record = m.leave_region(around, None, unit)
        _ = record.read_keys, record.called, record.defined  # asked for at every edit: not at the first one
        return record

    def _run_uncalled(
        self, m: Machine, records: list[Record], changed: set[Hashable]
    ) -> tuple[list[Record], dict[Hashable, tuple[tuple[str, ...], Record]], frozenset[Hashable]]:
        called = frozenset().union(*[record.called for record in records if record.called])
        defined = dict.fromkeys(chain.from_iterable([record.defined for record in records if record.defined]))
        # The classes of which other methods may be uncalled than in the last run; None: any.
        classes = None if called != self._called else {key[0] for key in changed if type(key) is tuple}
        before = self.end
        cut_off = self._cut_off(m, {key for key in changed if same_to_callers(key, before.get(key), m.vars.get(key))})
        out: list[Record] = []
        kept: dict[Hashable, tuple[tuple[str, ...], Record]] = {}
        which: tuple[str, ...]
        for key in defined:
            node = m.vars.get(key)
            if node is None or not isinstance(key, tuple):
                continue
            old = self.uncalled.get(key)
            if key[0] == "def":
                if key[1] in called or _is_method(m, key[1]) or isinstance(node, ir.Lambda):
                    continue
                which = ()
            elif old is not None and classes is not None and key[0] not in classes:
                which = old[0]
            else:
                which = uncalled_methods(m, key[0], node, called)
            known = old[1] if old is not None and old[0] == which and _as_allowed(m, old[1]) else None
            if known is not None and (known.node is not node or not changed.isdisjoint(known.read_keys)):
                known = self._renewed(cut_off, known, key, node, changed)
            if known is not None:
                self._count(m, [known])
            record = known or self.on_its_own(m, key, node, which)
            kept[key] = (which, record)
            out.append(record)
        return out, kept, called

    def _renewed(
        self, cut_off: CutOff, record: Record, key: Hashable, node: Any, changed: set[Hashable]
    ) -> Record | None:
        """The record of what nobody calls, with the edited functions in it run again; None if all of it has to."""
        if not cut_off.edited or key in cut_off.edited:
            return None
        if record.node is node:
            return cut_off.renewed(record, changed)
        # A class is another as soon as one of its methods is, and only its methods were asked for.
        if any(key in call.read_keys for _, call in record.inner):
            return None
        new = cut_off.renewed(record, changed - {key})
        if new is None:
            return None
        reads = tuple([(k, node if k == key else v) for k, v in new.reads])
        return evolve(new, reads=reads, node=node)

    def on_its_own(self, m: Machine, key: tuple[Any, ...], node: Any, methods: tuple[str, ...]) -> Record:
        """Run what nobody calls (a function, or some methods of a class); what it did to the table did not happen."""
        run = function_runner(m, key[1]) if key[0] == "def" else class_runner(m, key[0], methods)
        m.allow(REGION)
        around = m.enter_region()
        m.frame, m.overlays = Frame(0, None), []
        m.block = Block("module", Handle(0, 0), None, (UNCALLED,))
        m.get(key)
        try:
            run()
        except RecursionError:
            return m.abandon_region(around, node)
        return m.undo_region(around, node)


def _unchanged(old: Sequence[Record], units: Sequence[ir.Unit]) -> tuple[int, int]:
    """How many units at the start and at the end are the very same as in the last run."""
    shorter = min(len(old), len(units))
    first = 0
    while first < shorter and old[first].node is units[first]:
        first += 1
    last = 0
    while last < shorter - first and old[-1 - last].node is units[-1 - last]:
        last += 1
    return first, last


def _as_allowed(m: Machine, record: Record) -> bool:
    """Whether a region may spend as much as it was allowed to, or as it needs."""
    left = m.allowance(REGION)
    return record.left == left if record.cut else record.spent < left


def _differ(a: Any, b: Any) -> bool:
    return a is not b and a != b


def _is_method(m: Machine, fid: tuple[int, int]) -> bool:
    return m.vars.get(("method", fid)) is not None
