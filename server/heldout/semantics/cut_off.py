"""Early cut-off at functions: an edited function runs again where it was called, and its callers do not if it tells them the same.

The record of a call says how the function was entered and what it read there. It is run from that, and compared: result,
writes and changed arguments. If they are equal, its new record takes the place of the old one in those of all its callers.
What the function reads now and did not read then must be what it was before the outermost caller began; where a caller may
have written it meanwhile, the callers run again, as they do when something differs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Set
from typing import Any

from attrs import evolve

from heldout.semantics.calls import run_entered
from heldout.semantics.files import QUESTIONS
from heldout.semantics.graph import Step
from heldout.semantics.machine import Frame, Machine
from heldout.semantics.record import NOT_KEPT, Entry, Record
from heldout.semantics.regions import BORROWED
from heldout.syntax import ir
from heldout.syntax.alike import alike


def same_to_callers(key: Hashable, before: Any, now: Any) -> bool:
    """Whether an entry of the table is a function whose body alone was edited."""
    return (
        type(key) is tuple
        and key[0] == "def"
        and type(before) is type(now)
        and isinstance(now, (ir.FunctionDef, ir.Lambda))
        and alike(before.params, now.params)
    )


class CutOff:
    """Renews records after an edit. `edited`: the keys of functions whose bodies were; `dirty`: of all that is not as it was.

    `m` stands where the outermost region begins; `beside` makes a machine that runs on a table without a trace in `m`.
    """

    def __init__(self, m: Machine, beside: Callable[[dict[Hashable, Any]], Machine], edited: Set[Hashable]) -> None:
        self.m = m
        self.beside = beside
        self.edited = edited

    def renewed(self, record: Record, dirty: Set[Hashable]) -> Record | None:
        """The record of a statement, or of what nobody calls, with the edited functions run again; None if it has to run."""
        new = self._renewed(record, dirty, frozenset())
        if new is None or new.spent >= new.left or new.borrowed >= BORROWED:
            return None
        return new

    def _renewed(self, record: Record, dirty: Set[Hashable], written: Set[Hashable]) -> Record | None:
        """`written`: what the callers may have written before they made this call."""
        read = dirty & record.read_keys
        if not read:
            return record
        if record.cut:
            return None
        entry = record.entry
        if entry is not None and ("def", entry.kind.fid) in self.edited:
            return self._run_again(record, entry, written)
        if not read <= self.edited:
            return None
        within = written | record.writes.keys() | record.lost
        calls: list[Record] = []
        for _, call in record.inner:
            new = self._renewed(call, dirty, within)
            if new is None:
                return None
            calls.append(new)
        return self._with(record, calls)

    def _run_again(self, record: Record, entry: Entry, written: Set[Hashable]) -> Record | None:
        node = self.m.vars.get(("def", entry.kind.fid))
        if node is None:
            return None
        table = self.m.vars.copy()
        for key, value in record.reads:
            if key in self.edited or (type(key) is tuple and key[0] in QUESTIONS):
                continue
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value
        m = self.beside(table)
        m.allow(record.left)
        m.block, m.calls, m.disorder = entry.block, list(entry.calls), entry.disorder
        m.frame = Frame(0, None, depth=entry.depth)
        new = run_entered(m, entry, node)
        if new.cut or not written.isdisjoint(new.read_keys - record.read_keys):
            return None
        self._keep(entry, node, new)
        same = (
            new.result == record.result
            and new.changed == record.changed
            and new.writes == record.writes
            and new.called >= record.called
        )
        return new if same else None

    def _with(self, record: Record, calls: list[Record]) -> Record:
        """A record in which the calls are others, which do the same to the table."""
        reads = dict(record.reads)
        for key in self.edited & record.read_keys:
            reads[key] = self.m.vars.get(key)
        steps: list[Step] = []
        inner: list[tuple[int, Record]] = []
        done, spent, borrowed, loads, lost = 0, record.spent, record.borrowed, record.loads, record.lost
        for (start, old), new in zip(record.inner, calls, strict=True):
            if start == NOT_KEPT:
                inner.append((NOT_KEPT, new))
            else:
                steps += record.steps[done:start]
                inner.append((len(steps), new))
                steps += new.steps
                done = start + len(old.steps)
            if new is not old:
                spent += new.spent - old.spent
                borrowed += new.borrowed - old.borrowed
                loads += new.loads - old.loads
                lost |= new.lost
                for key, value in new.reads:
                    reads.setdefault(key, value)
        steps += record.steps[done:]
        made = evolve(
            record,
            reads=tuple(reads.items()),
            steps=tuple(steps),
            inner=tuple(inner),
            lost=lost,
            spent=spent,
            borrowed=borrowed,
            loads=loads,
        )
        if record.entry is not None:
            self._keep(record.entry, record.node, made)
        return made

    def _keep(self, entry: Entry, node: Any, record: Record) -> None:
        key = entry.key(node)
        self.m.used_calls.add(key)
        self.m.call_records[key] = record
