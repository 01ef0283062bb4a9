"""The state of the interpreter: one table of values, with a record of what each region read and wrote.

A region is a top-level statement or a call of a function of the user's. Its record (what it read at its entry, what it wrote,
which steps it made) is valid as long as all it read is the same, so after an edit only what depends on the edit runs again.

Keys of the table: a name (str) of the module; (context, name) of a function's frame; (oid, attribute) of an object;
("def", fid) and ("class", cid) for definitions; ("frame", context) for the names of a frame that closures look into, and what is
around it. Everything goes through `get` and `put`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from attrs import define, field

from heldout.semantics.files import NOWHERE, QUESTIONS, SHIFT, Files, Shared, answer
from heldout.semantics.graph import Arguments, Block, Handle, Step
from heldout.semantics.models import Models
from heldout.semantics.record import NOT_KEPT, Entry, Record, add_new
from heldout.semantics.values import Class, Context, Data, Function, Instance, Object, Ref, StepId, Value
from heldout.syntax import ir

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


@define(eq=False)
class Frame:
    """A running function (or the module, or a class body)."""

    context: Context
    locals: frozenset[str] | None  # None: the module
    globals: set[str] = field(factory=set)
    outer: Context | None = None  # the frame of the enclosing function
    returns: list[Value] = field(factory=list)
    yields: list[Value] = field(factory=list)
    keep: bool = False  # a closure was made: the locals must outlive the call
    depth: int = 0
    fid: tuple[int, int] | None = None
    prefix: Hashable = None  # a class body: where its names go
    given: set[str] = field(factory=set)  # parameters that still name the object that was handed over
    changed: set[str] = field(factory=set)  # and those among them whose object was changed in place


class Machine:
    """What the statements and expressions of a program act on."""

    def __init__(self, models: Models, budget: int = 400_000) -> None:
        self.models = models
        self.vars: dict[Hashable, Any] = {}
        self.touched: dict[Hashable, Any] = {}
        self.journal: dict[Hashable, Any] = {}
        self.branching = 0
        self.steps: list[Step] = []
        self.leaf = 0
        self.block = Block("module", Handle(0, 0))
        self.frame = Frame(0, None)
        self.calls: list[tuple[int, int]] = []  # the functions of the user's that are running
        self.call_records: dict[Hashable, Record] = {}
        self.used_calls: set[Hashable] = set()
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
        self.overlays: list[dict[str, Value]] = []  # the names of comprehensions
        self.files: Files | None = None  # the workspace; None: the program stands alone
        self.shared = Shared()
        self.answers: dict[Hashable, Any] = {}  # what the workspace was asked
        self.loading = 0  # how deep we are in modules that import each other
        self.turn: Context | None = None  # the item of a known tuple that is looked at (see `items`)
        self.disorder: list[StepId] = []  # the orders that nobody fixed in which the loops around run
        self.deciding: Any = None  # the test on scores under which statements run (see `choosing`)
        self.watch: Callable[[Any, Value], None] | None = None  # is told the values of nodes (see `probe`)
        self.watched: frozenset[int] = frozenset()  # leaves: functions defined there run again, and are not replayed
        # Set by `calls`, which stands above this module.
        self.call: Callable[[Value, ir.Call, Arguments], Value]
        self.assign: Callable[[ir.Expr, Value], None]
        self.change: Callable[[ir.Expr, Value], None]
        self.evaluate: Callable[[ir.Expr], Value]
        self.run: Callable[[ir.Suite], bool]

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

    def keep_frame(self) -> None:
        """A closure was made in the running frame, and will look into it."""
        frame = self.frame
        frame.keep = True
        if frame.locals is not None:
            self.put(("frame", frame.context), (frame.locals, frame.outer))

    def ask(self, *question: Any) -> Any:
        """What the workspace says; remembered as something that the region read. None where there is no workspace."""
        value = self._answer(question)
        self.touched.setdefault(question, value)
        return None if value is NOWHERE else value

    def made(self, callee: str) -> str:
        """The modelled class of what is made by a call that no model describes, as far as the workspace knows; or ""."""
        root, _, name = callee.partition(".")
        if not name or self.files is None or root == "builtins" or self.models.knows(root):
            return ""
        return self.ask("made", callee) or ""

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

    def _answer(self, key: Hashable) -> Any:
        """The answer that a question has now; questions are no keys of the table."""
        known = self.answers.get(key)
        if known is None and type(key) is tuple and key[0] in QUESTIONS:
            known = None if self.files is None else answer(self.files, key)
            self.answers[key] = known = NOWHERE if known is None else known
        return ABSENT if known is None else known

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

    # ── what calls need ───────────────────────────────────────────────────────────────────────────────────────────────

    def class_of(self, value: Value) -> str:
        """The library class of a value; of an object of the user's, the library class that its class derives from."""
        kind = value.kind
        if isinstance(kind, (Instance, Data)):
            return kind.cls
        if isinstance(kind, (Object, Class)):
            return self.library_base(kind.cid)
        return ""

    def library_base(self, cid: Hashable, depth: int = 0) -> str:
        """The first modelled library class among the bases of a user's class."""
        for base in self.get(cid) or ():
            if isinstance(base.kind, Ref):
                name = base.kind.name
                found = name if self.models.cls(name) is not None else self.made(name)
                if found:
                    return found
            if isinstance(base.kind, Class) and depth < 8:
                found = self.library_base(base.kind.cid, depth + 1)
                if found:
                    return found
        return ""

    def invoke(self, function: Value, *values: Value) -> Value:
        """Call a function of the user's where no call is written (a property, a callback)."""
        return self.call(function, ir.Call(-2, ir.Const(-2, None), ()), Arguments(values))

    def call_unknown_functions(self, args: Arguments) -> None:
        """A function that is handed to somebody else is called by them, on what we do not know."""
        for value in args.all():
            if isinstance(value.kind, Function) and value.kind.fid not in self.calls:
                node = self.get(("def", value.kind.fid))
                if node is not None and self.frame.depth < 6:
                    self.invoke(
                        value, *[Value(key=("param", value.kind.fid, p.name)) for p in node.params if not p.star]
                    )

    def rebind(self, target: ir.Expr, value: Value) -> None:
        """An operation in place: the name holds the result."""
        if isinstance(target, (ir.Name, ir.Attr, ir.Subscript)):
            self.change(target, value)

    def super_object(self) -> Value:
        """`super()`: the receiver, seen as its library base."""
        for name in ("self", "cls"):
            value = self.get((self.frame.context, name))
            if value is not None and isinstance(value.kind, Object):
                base = self.library_base(value.kind.cid)
                return Value(Instance(base, ("super", value.kind.oid))) if base else Value()
        return Value()

    def context_of(self, leaf: int, at: int) -> Context:
        """The context of a call made here."""
        key = (self.here, leaf, at)
        return self._numbered(key, key)

    def context_of_item(self, around: Context | None, at: int, number: int) -> Context:
        """The context of what is done to one of several items: whose the steps are, and no frame of its own."""
        site = (self.frame.context if around is None else around, self.leaf, at)
        return self._numbered((*site, number), site)

    def _numbered(self, key: tuple[int, ...], site: tuple[Context, int, int]) -> Context:
        known = self.shared.contexts.get(key)
        if known is None:
            known = self.shared.contexts[key] = len(self.shared.contexts) + 1
            self.shared.sites[known] = site
        return known

    @property
    def here(self) -> Context:
        """The context of the steps that are made now."""
        return self.frame.context if self.turn is None else self.turn

    def of_module(self, name: str) -> Hashable:
        """The key of a global name of the module whose code runs."""
        module = self.leaf >> SHIFT
        return (-module, name) if module else name

    def step_id(self, at: int) -> StepId:
        return (self.here, self.leaf, at)

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
