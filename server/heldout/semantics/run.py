"""A program kept interpreted: after an edit, only the statements run again that read something that changed.

Each top-level statement is a region (see `machine`). In order: a statement whose code is the same object and whose reads are
the same is replayed from its record, any other runs. Functions and methods that nobody called run last, on unknown arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from heldout.semantics.calls import attach, run_uncalled
from heldout.semantics.execute import run_suite
from heldout.semantics.graph import Block, Handle, Step
from heldout.semantics.machine import ABSENT, WRITTEN, Frame, Machine, Record
from heldout.semantics.models import Models
from heldout.semantics.values import Class, Function, Object, Value
from heldout.syntax import ir

BUDGET = 300_000
"""Statements and calls in one run; far above what people write, it bounds what machines write."""


class Interpreter:
    """Interprets successive versions of one program. Not safe for threads."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self._records: dict[int, Record] = {}
        self._uncalled: dict[Hashable, tuple[Hashable, Record]] = {}
        self._machine: Machine | None = None
        self.exhausted = False

    def run(
        self, units: Sequence[ir.Unit], cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[tuple[Record, ...], dict[Hashable, Any]]:
        """The records of all regions in order (their `steps` are the graph), and the table at the end of the program.

        Raises Cancelled when `cancelled` says so; what was learned until then is kept.
        """
        m = Machine(self.models, BUDGET)
        attach(m)
        m.cancelled = cancelled
        if self._machine is not None:  # contexts keep their numbers, so that steps keep their identity
            m.contexts = self._machine.contexts
            m.call_records = self._machine.call_records
            m.frames = self._machine.frames
        self._machine = m
        records: list[Record] = []
        kept: dict[int, Record] = {}
        try:
            for unit in units:
                key = id(unit)
                record = self._records.get(key)
                if record is not None and record.node is unit and m.valid(record):
                    m.vars.update(record.writes)
                else:
                    record = self._region(m, unit)
                kept[key] = record
                records.append(record)
            for gone in [k for k, v in m.vars.items() if v is None]:
                del m.vars[gone]
            records += self._run_uncalled(m, records)
        finally:
            self._records.update(kept)
        if len(self._records) > len(kept) + 64:
            self._records = kept
        if len(m.call_records) > 4 * len(m.used_calls) + 4096:
            m.call_records = {k: m.call_records[k] for k in m.used_calls if k in m.call_records}
        self.exhausted = m.spent >= m.budget
        return tuple(records), m.vars

    def _region(self, m: Machine, unit: ir.Unit) -> Record:
        saved = m.enter_region()
        m.leaf, m.frame, m.overlays = unit.leaf, Frame(0, None), []
        m.block = Block("module", Handle(unit.leaf, 0))
        run_suite(m, unit.body)
        return m.leave_region(saved, None, unit)

    def _run_uncalled(self, m: Machine, records: list[Record]) -> list[Record]:
        called: set[Hashable] = set()
        defined: dict[Hashable, None] = {}
        for record in records:
            if record.called:
                called |= record.called
            if record.defined:
                defined.update(dict.fromkeys(record.defined))
        out: list[Record] = []
        kept: dict[Hashable, tuple[Hashable, Record]] = {}
        which: tuple[str, ...]
        for key in defined:
            node = m.vars.get(key)
            if node is None or not isinstance(key, tuple):
                continue
            if key[0] == "def":
                if key[1] in called or _is_method(m, key[1]) or isinstance(node, ir.Lambda):
                    continue
                run, which = _function_runner(m, key[1]), ()
            else:
                which = _uncalled_methods(m, key[0], node, called)
                run = _class_runner(m, key[0], which)
            old = self._uncalled.get(key)
            if old is not None and old[1].node is node and old[0] == which and m.valid(old[1]):
                record = old[1]
            else:
                saved = m.enter_region()
                m.frame, m.overlays = Frame(0, None), []
                m.block = Block("module", Handle(0, 0))
                m.get(key)
                run()
                for name, before in m.journal.items():  # nobody called it: what it did to the table did not happen
                    if before is ABSENT:
                        m.vars.pop(name, None)
                    else:
                        m.vars[name] = before
                steps: tuple[Step, ...] = tuple(m.steps[saved[3] :])
                touched = tuple([(k, v) for k, v in m.touched.items() if v is not WRITTEN])
                m.touched, m.journal, m.branching, _ = saved
                record = Record(touched, {}, steps, None, node)
            kept[key] = (which, record)
            out.append(record)
        self._uncalled = kept
        return out


def _is_method(m: Machine, fid: tuple[int, int]) -> bool:
    return m.vars.get(("method", fid)) is not None


def _function_runner(m: Machine, fid: tuple[int, int]) -> Callable[[], None]:
    return lambda: run_uncalled(m, Value(Function(fid, 0)))


FIRST = ("__init__", "setup", "build")
"""Methods that run before the others, as far as anybody knows: they make the fields."""


def _uncalled_methods(m: Machine, cid: Hashable, node: ir.ClassDef, called: set[Hashable]) -> tuple[str, ...]:
    """The methods of a class that nobody called, in order."""
    names = []
    for name in method_names(node.body):
        method = m.vars.get((cid, name))
        if (
            isinstance(method, Value)
            and isinstance(method.kind, Function)
            and (method.kind.fid not in called or name in FIRST)
        ):
            names.append(name)
    return tuple(names) if any(name not in FIRST for name in names) or "__init__" in names else ()


def _class_runner(m: Machine, cid: Hashable, names: tuple[str, ...]) -> Callable[[], None]:
    def run() -> None:
        receiver = Value(Object(cid, ("self", cid)))
        for name in sorted(names, key=lambda n: n not in FIRST):
            method = m.get((cid, name))
            if method is None or not isinstance(method.kind, Function):
                continue
            decorators = m.get(("decorators", method.kind.fid)) or ()
            first = Value(Class(cid)) if "builtins.classmethod" in decorators else receiver
            run_uncalled(m, method, None if "builtins.staticmethod" in decorators else first)

    return run


def method_names(suite: ir.Suite) -> list[str]:
    """The functions defined in a class body, in order."""
    names: list[str] = []
    for stmt in suite:
        if isinstance(stmt, ir.Unit):
            names += method_names(stmt.body)
        elif isinstance(stmt, ir.FunctionDef):
            names.append(stmt.name)
        elif isinstance(stmt, ir.If):
            names += method_names(stmt.body)
    return names
