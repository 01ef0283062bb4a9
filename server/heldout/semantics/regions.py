"""The table of values, and regions: what each read and wrote of it, and what it spent.

A region is a top-level statement or a call of a function of the user's. Its record (what it read at its entry, what it wrote,
which steps it made) is valid as long as all it read is the same, so after an edit only what depends on the edit runs again.

Keys of the table: a name (str) of the module; (context, name) of a function's frame; (oid, attribute) of an object;
("def", fid) and ("class", cid) for definitions; ("frame", context) for the names of a frame that closures look into, and what is
around it. Everything goes through `get` and `put`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from heldout.semantics.files import NOWHERE, QUESTIONS, SHIFT, Files, answer
from heldout.semantics.graph import Step
from heldout.semantics.record import NOT_KEPT, Entry, Record, add_new
from heldout.semantics.values import Context, Value

WRITTEN: Any = object()
"""In `touched`: written before it was read, so the value at entry does not matter."""
ABSENT: Any = object()


BORROWED = 1_500
"""Statements and calls of other files that one statement, or one function that nobody calls, may run: a program that imports
a whole package is not followed through all of it."""


class Around(NamedTuple):
    """What was going on when a region began."""

    touched: dict[Hashable, Any]
    journal: dict[Hashable, Any]
    branching: int
    inner: list[tuple[int, Record]]
    lost: set[Hashable]
    cut: bool
    exhausted: bool
    mark: int  # the number of steps
    spent: int
    borrowed: int
    loads: int
    left: int


class Cancelled(Exception):
    """A newer edit has come."""


class Regions:
    """One table, the regions that run on it, and their budgets."""

    def __init__(self, budget: int) -> None:
        self.vars: dict[Hashable, Any] = {}
        self.touched: dict[Hashable, Any] = {}
        self.journal: dict[Hashable, Any] = {}
        self.branching = 0
        self.steps: list[Step] = []
        self.leaf = 0
        self.calls: list[tuple[int, int]] = []  # the functions of the user's that are running
        self.inner: list[tuple[int, Record]] = []  # the calls of the region that runs, and where their steps begin
        self.lost: set[Hashable] = set()  # what it wrote and took back
        self.budget = budget
        self.spent = 0
        self.borrowed = 0  # what of it the region spent in other files
        self.loads = 0  # what modules spent when they were imported
        self.cut = False  # whether the region met the end of a budget
        self.exhausted = False  # whether something stayed unknown in it for want of budget
        self.limit = budget  # of the region that runs; what it has not reached by then stays unknown
        self.cancelled: Callable[[], bool] = lambda: False
        self.files: Files | None = None  # the workspace; None: the program stands alone
        self.answers: dict[Hashable, Any] = {}  # what the workspace was asked
        self.watched: frozenset[int] = frozenset()  # leaves: functions defined there run again, and are not replayed

    # ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, key: Hashable) -> Any:
        """The value of a key, None when it has none."""
        value = self.vars.get(key)
        if key not in self.touched:
            self.touched[key] = value
        return value

    def put(self, key: Hashable, value: Any) -> None:
        old = self.vars.get(key, ABSENT)
        if key not in self.touched:
            # On one side of a branch the value at entry still matters where the sides meet.
            self.touched[key] = (None if old is ABSENT else old) if self.branching else WRITTEN
        if key not in self.journal:
            self.journal[key] = old
        if value is None:
            self.vars.pop(key, None)
        else:
            self.vars[key] = value

    def ask(self, *question: Any) -> Any:
        """What the workspace says; remembered as something that the region read. None where there is no workspace."""
        value = self._answer(question)
        self.touched.setdefault(question, value)
        return None if value is NOWHERE else value

    def _answer(self, key: Hashable) -> Any:
        """The answer that a question has now; questions are no keys of the table."""
        known = self.answers.get(key)
        if known is None and type(key) is tuple and key[0] in QUESTIONS:
            known = None if self.files is None else answer(self.files, key)
            self.answers[key] = known = NOWHERE if known is None else known
        return ABSENT if known is None else known

    # ── regions ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def enter_region(self) -> Around:
        around = Around(
            self.touched,
            self.journal,
            self.branching,
            self.inner,
            self.lost,
            self.cut,
            self.exhausted,
            len(self.steps),
            self.spent,
            self.borrowed,
            self.loads,
            self.limit - self.spent,
        )
        self.touched, self.journal, self.branching = {}, {}, 0
        self.inner, self.lost, self.cut, self.exhausted = [], set(), False, False
        return around

    def leave_region(
        self,
        around: Around,
        result: Value | None,
        node: Any,
        drop: Context | None = None,
        changed: tuple[tuple[str, Value], ...] = (),
        entry: Entry | None = None,
    ) -> Record:
        """Close a region. `drop`: a frame whose names end with it."""
        touched, journal = self.touched, self.journal
        if drop is not None:
            for key in [k for k in journal if type(k) is tuple and k[0] == drop and type(k[0]) is int]:
                self.vars.pop(key, None)
                del journal[key]
                touched.pop(key, None)
        reads = tuple([(k, v) for k, v in touched.items() if v is not WRITTEN])
        writes = {k: self.vars.get(k) for k in journal}
        record = self._closed(around, reads, writes, result, node, changed, entry)
        self._absorb(reads, journal)
        return record

    def undo_region(self, around: Around, node: Any) -> Record:
        """Close a region whose steps count, and of which the table keeps nothing."""
        self._take_back()
        reads = tuple([(k, v) for k, v in self.touched.items() if v is not WRITTEN])
        self.lost.update(self.journal)
        return self._closed(around, reads, {}, None, node)

    def abandon_region(self, around: Around, node: Any) -> Record:
        """Close a region as if it had never run."""
        self._take_back()
        del self.steps[around.mark :]
        self.calls.clear()
        self.inner, self.cut = [], True
        return self._closed(around, (), {}, None, node)

    def _closed(
        self,
        around: Around,
        reads: tuple[tuple[Hashable, Any], ...],
        writes: dict[Hashable, Any],
        result: Value | None,
        node: Any,
        changed: tuple[tuple[str, Value], ...] = (),
        entry: Entry | None = None,
    ) -> Record:
        mark = around.mark
        record = Record(
            reads,
            writes,
            tuple(self.steps[mark:]),
            result,
            node,
            changed,
            entry,
            tuple([(start if start == NOT_KEPT else start - mark, inner) for start, inner in self.inner]),
            frozenset(self.lost),
            self.spent - around.spent,
            self.borrowed - around.borrowed,
            self.loads - around.loads,
            around.left,
            self.cut,
            self.exhausted,
        )
        self.touched, self.journal, self.branching, self.inner = around[:4]
        self.lost, self.cut, self.exhausted = around.lost, around.cut or self.cut, around.exhausted or self.exhausted
        self._note(mark, record)
        return record

    def _note(self, start: int, record: Record) -> None:
        """Remember what a region in the one that runs did."""
        self.lost.update(record.lost)
        if record.entry is not None:
            self.inner.append((start, record))

    def _take_back(self) -> None:
        for key, old in self.journal.items():
            if old is ABSENT:
                self.vars.pop(key, None)
            else:
                self.vars[key] = old

    def forget_steps(self, mark: int, calls: int) -> None:
        """Drop the steps since `mark`; the calls since the one numbered `calls` made them."""
        del self.steps[mark:]
        self.inner[calls:] = [(NOT_KEPT, record) for _, record in self.inner[calls:]]

    def _absorb(self, reads: tuple[tuple[Hashable, Any], ...], journal: dict[Hashable, Any]) -> None:
        # What was known stays as it was, and in its order; what is new comes after it. Modules bring thousands of keys.
        if self.branching:
            touched = {key: None if old is ABSENT else old for key, old in journal.items()}
        else:
            touched = dict.fromkeys(journal, WRITTEN)
        touched.update(reads)
        add_new(self.touched, touched)
        add_new(self.journal, journal)

    def valid(self, record: Record) -> bool:
        """Whether all that a region read is as it was."""
        table = self.vars
        for key, value in record.reads:
            now = table.get(key)
            if now is not value and now != value and self._answer(key) is not value:
                return False
        return True

    def is_watched(self, record: Record) -> bool:
        """Whether something that a region called is being watched, so that it has to run."""
        return any(type(fid) is tuple and fid[0] in self.watched for fid in record.called)

    def fits(self, record: Record) -> bool:
        """Whether there is budget for all that a call spent, so that it would do the same."""
        if record.cut or record.spent >= self.limit - self.spent:
            return False
        return not record.borrowed or self.borrowed + record.borrowed < BORROWED

    def replay(self, record: Record) -> None:
        """Do again what a region did."""
        self._note(len(self.steps), record)
        self.spent += record.spent
        self.borrowed += record.borrowed
        self.loads += record.loads
        self.exhausted = self.exhausted or record.exhausted
        for key, value in record.reads:
            if key not in self.touched:
                self.touched[key] = value
        for key, value in record.writes.items():
            self.put(key, value)
        self.steps.extend(record.steps)

    # ── branches ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def attempt(self, run: Callable[[], bool]) -> tuple[dict[Hashable, Any], bool]:
        """Run one side of a branch, take back what it wrote, and return that and whether the side never goes on."""
        outer = self.journal
        self.journal = {}
        self.branching += 1
        try:
            ended = run()
        finally:
            written, self.journal = self.journal, outer
            self.branching -= 1
        writes = {key: self.vars.get(key) for key in written}
        for key, old in written.items():
            if old is ABSENT:
                self.vars.pop(key, None)
            else:
                self.vars[key] = old
        return writes, ended

    # ── budgets ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def allow(self, steps: int) -> None:
        """Give the region that begins a budget of its own."""
        self.borrowed = 0
        self.limit = self.spent + self.allowance(steps)

    def allowance(self, steps: int) -> int:
        """So much of a region's budget as the program's leaves."""
        return max(0, min(steps, self.budget - self.spent - self.loads))

    def tick(self) -> bool:
        """Whether there is budget for more; says so when a newer edit has come."""
        self.spent += 1
        if self.leaf >> SHIFT:
            self.borrowed += 1
        if self.spent & 15 == 0 and self.cancelled():  # about every other millisecond
            raise Cancelled
        if self.spent < self.limit:
            return True
        self.exhausted = self.cut = True
        return False
