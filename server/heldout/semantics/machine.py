"""The state of the interpreter: the table and its regions, and where in the program it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from attrs import define, field

from heldout.semantics.files import SHIFT, Shared
from heldout.semantics.graph import Arguments, Block, Handle
from heldout.semantics.models import Models
from heldout.semantics.record import Record
from heldout.semantics.regions import Regions
from heldout.semantics.values import Class, Context, Data, Function, Instance, Object, Ref, StepId, Value
from heldout.syntax import ir


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


class Machine(Regions):
    """What the statements and expressions of a program act on."""

    def __init__(self, models: Models, budget: int = 400_000) -> None:
        super().__init__(budget)
        self.models = models
        self.block = Block("module", Handle(0, 0))
        self.frame = Frame(0, None)
        self.call_records: dict[Hashable, Record] = {}
        self.used_calls: set[Hashable] = set()
        self.overlays: list[dict[str, Value]] = []  # the names of comprehensions
        self.shared = Shared()
        self.loading = 0  # how deep we are in modules that import each other
        self.turn: Context | None = None  # the item of a known tuple that is looked at (see `items`)
        self.disorder: list[StepId] = []  # the orders that nobody fixed in which the loops around run
        self.deciding: Any = None  # the test on scores under which statements run (see `choosing`)
        self.watch: Callable[[Any, Value], None] | None = None  # is told the values of nodes (see `probe`)
        # Set by `calls`, which stands above this module.
        self.call: Callable[[Value, ir.Call, Arguments], Value]
        self.assign: Callable[[ir.Expr, Value], None]
        self.change: Callable[[ir.Expr, Value], None]
        self.evaluate: Callable[[ir.Expr], Value]
        self.run: Callable[[ir.Suite], bool]

    def keep_frame(self) -> None:
        """A closure was made in the running frame, and will look into it."""
        frame = self.frame
        frame.keep = True
        if frame.locals is not None:
            self.put(("frame", frame.context), (frame.locals, frame.outer))

    def made(self, callee: str) -> str:
        """The modelled class of what is made by a call that no model describes, as far as the workspace knows; or ""."""
        root, _, name = callee.partition(".")
        if not name or self.files is None or root == "builtins" or self.models.knows(root):
            return ""
        return self.ask("made", callee) or ""

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
