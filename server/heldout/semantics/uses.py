"""The module's names in one statement: what it binds, what it reads at once, and what its functions read later.

Found once for each top-level statement and remembered with it, so that a keystroke reads one statement again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field, frozen

from heldout.semantics.graph import Handle
from heldout.semantics.names import bound_names
from heldout.syntax import ir

OPAQUE = frozenset(["exec", "eval", "globals", "locals", "vars", "dir", "execfile"])
"""Builtins that bind, or look for, names that are written nowhere."""
GROWING = frozenset(["append", "extend", "insert", "pop"])
"""Methods of lists and tables that change them in place."""
LOOKS = frozenset(["print", "display", "len", "type", "list", "sorted", "sum", "max", "min", "range", "isinstance"])
"""Functions of the language that leave what they are given as it is."""
SHELL = frozenset(["system", "getoutput", "kernel", "config", "set_next_input", "__class__"])
"""What is asked of the object that stands for the shell without it binding names."""


@frozen(eq=False)
class Names:
    """The module's names in one statement; each with the first place.

    `reads` are those that it needs when it runs, before it has bound them itself; what it would catch the lack of is none.
    `later` are those that a function or a class of that name needs when it is called ("" for what has no name), `calls`
    the names that are called at once. `updates`: those that it computes from themselves, as a whole or in a part, or gives to a function. `opaque`: names may come from where nobody sees it.
    """

    binds: Mapping[str, Handle]
    reads: Mapping[str, Handle]
    later: Mapping[str, Mapping[str, Handle]]
    calls: Mapping[str, Handle]
    updates: frozenset[str]
    opaque: bool


_KNOWN: dict[int, tuple[ir.Unit, Names]] = {}
_LIMIT = 8192


def names_of(unit: ir.Unit) -> Names:
    """The names in a top-level statement; remembered for as long as it is the same object."""
    known = _KNOWN.get(id(unit))
    if known is not None and known[0] is unit:
        return known[1]
    walker = _Walker(unit.leaf)
    walker.suite(unit.body, ())
    names = Names(walker.binds, walker.reads, walker.later, walker.calls, frozenset(_updated(unit.body)), walker.opaque)
    if len(_KNOWN) >= _LIMIT:
        _KNOWN.clear()
    _KNOWN[id(unit)] = (unit, names)
    return names


Scopes = tuple[set[str], ...]
"""The names of the functions, class bodies and comprehensions around, from the outside in; none: the module."""


@define(eq=False)
class _Walker:
    leaf: int
    binds: dict[str, Handle] = field(factory=dict)
    reads: dict[str, Handle] = field(factory=dict)
    later: dict[str, dict[str, Handle]] = field(factory=dict)
    calls: dict[str, Handle] = field(factory=dict)
    opaque: bool = False
    owner: str | None = None  # the function whose body this is; None: what runs at once
    guarded: int = 0

    # ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, name: str, at: int, scopes: Scopes) -> None:
        if self.guarded or any(name in scope for scope in scopes):
            return
        if self.owner is not None:
            self.later.setdefault(self.owner, {}).setdefault(name, Handle(self.leaf, at))
        elif name not in self.binds:
            self.reads.setdefault(name, Handle(self.leaf, at))

    def bind(self, name: str, at: int, scopes: Scopes) -> None:
        if scopes:
            scopes[-1].add(name)
        else:
            self.binds.setdefault(name, Handle(self.leaf, at))

    def target(self, node: Any, scopes: Scopes) -> None:
        if isinstance(node, ir.Name):
            self.bind(node.id, node.at, scopes)
        elif isinstance(node, ir.Seq):
            for item in node.items:
                self.target(item, scopes)
        elif isinstance(node, ir.Starred):
            self.target(node.value, scopes)
        else:
            self.expr(node, scopes)

    # ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def expr(self, node: Any, scopes: Scopes) -> None:
        if isinstance(node, ir.Name):
            self.read(node.id, node.at, scopes)
        elif isinstance(node, ir.Comp):
            self.comprehension(node, scopes)
        elif isinstance(node, ir.Lambda):
            self.function(node, "", scopes)
        elif isinstance(node, ir.NamedExpr):
            self.expr(node.value, scopes)
            outside = [s for s in scopes if not isinstance(s, _Comprehension)]
            self.target(node.target, tuple(outside))
        else:
            if isinstance(node, ir.Call):
                self.call(node, scopes)
            for inner in _inner(node):
                self.expr(inner, scopes)

    def call(self, node: ir.Call, scopes: Scopes) -> None:
        func = node.func
        if isinstance(func, ir.Name) and not any(func.id in scope for scope in scopes):
            if func.id in OPAQUE:
                self.opaque = True
            if self.owner is None and not self.guarded:
                self.calls.setdefault(func.id, Handle(self.leaf, node.at))
        base = func.base if isinstance(func, ir.Attr) else None
        if isinstance(base, ir.Call) and isinstance(base.func, ir.Name) and base.func.id == "get_ipython":
            self.opaque |= isinstance(func, ir.Attr) and func.name not in SHELL

    def comprehension(self, node: ir.Comp, scopes: Scopes) -> None:
        inside = (*scopes, _Comprehension())
        for n, (target, source, conditions) in enumerate(node.clauses):
            self.expr(source, inside if n else scopes)
            self.target(target, inside)
            for condition in conditions:
                self.expr(condition, inside)
        self.expr(node.elt, inside)

    # ── statements ────────────────────────────────────────────────────────────────────────────────────────────────────

    def suite(self, suite: ir.Suite, scopes: Scopes) -> None:
        for s in suite:
            self.statement(s, scopes)

    def statement(self, s: Any, scopes: Scopes) -> None:
        kind = type(s)
        if kind is ir.Unit:
            leaf, self.leaf = self.leaf, s.leaf
            self.suite(s.body, scopes)
            self.leaf = leaf
        elif kind is ir.Assign:
            if s.value is not None:
                self.expr(s.value, scopes)
                for target in s.targets:
                    self.target(target, scopes)
        elif kind is ir.AugAssign:
            self.expr(s.target, scopes)
            self.expr(s.value, scopes)
            self.target(s.target, scopes)
        elif kind is ir.Import:
            if s.bind == "*":
                self.opaque = True
            else:
                self.bind(s.bind, s.at, scopes)
        elif kind is ir.FunctionDef:
            for node in (*s.decorators, *[p.default for p in s.params if p.default is not None]):
                self.expr(node, scopes)
            self.function(s, s.name, scopes)
            self.bind(s.name, s.at, scopes)
        elif kind is ir.ClassDef:
            for node in (*s.decorators, *[base.value for base in s.bases]):
                self.expr(node, scopes)
            self.class_body(s.name, s.body, (*scopes, _ClassBody()))
            self.bind(s.name, s.at, scopes)
        elif kind is ir.For:
            self.expr(s.iter, scopes)
            self.target(s.target, scopes)
            self.suite(s.body, scopes)
            self.suite(s.orelse, scopes)
        elif kind is ir.Try:
            self.attempt(s, scopes)
        elif kind is ir.With:
            for item, target in s.items:
                self.expr(item, scopes)
                if target is not None:
                    self.target(target, scopes)
            self.suite(s.body, scopes)
        elif kind is ir.Match:
            self.expr(s.subject, scopes)
            for case in s.cases:
                for name in case.names:
                    self.bind(name, case.at, scopes)
                if case.guard is not None:
                    self.expr(case.guard, scopes)
                self.suite(case.body, scopes)
        elif kind is ir.Delete:
            for target in s.targets:
                if not isinstance(target, ir.Name):
                    self.expr(target, scopes)
        elif kind is ir.If or kind is ir.While:
            self.expr(s.test, scopes)
            self.suite(s.body, scopes)
            self.suite(s.orelse, scopes)
        elif kind is not ir.Scope:
            for inner in _inner(s):
                self.expr(inner, scopes)

    def attempt(self, s: ir.Try, scopes: Scopes) -> None:
        self.guarded += bool(s.handlers)
        self.suite(s.body, scopes)
        self.guarded -= bool(s.handlers)
        for handler in s.handlers:
            if handler.type is not None:
                self.expr(handler.type, scopes)
            if handler.name is not None:
                self.bind(handler.name, handler.at, scopes)
            self.suite(handler.body, scopes)
        self.suite(s.orelse, scopes)
        self.suite(s.final, scopes)

    def function(self, node: Any, name: str, scopes: Scopes) -> None:
        """The names that a body reads belong to the outermost function (or class): they are needed when that is called."""
        outer, self.owner = self.owner, name if self.owner is None else self.owner
        # The names of a class body are not those of its methods.
        around = tuple([scope for scope in scopes if not isinstance(scope, _ClassBody)])
        own = set(bound_names(node))
        if isinstance(node, ir.Lambda):
            self.expr(node.body, (*around, own))
        else:
            for declared in _globals(node.body):
                own.discard(declared)
                self.binds.setdefault(declared, Handle(self.leaf, node.at))
            self.suite(node.body, (*around, own))
        self.owner = outer

    def class_body(self, name: str, suite: ir.Suite, scopes: Scopes) -> None:
        """A class body runs at once; what its methods read is needed when the class is used."""
        for s in suite:
            if isinstance(s, ir.FunctionDef):
                for inner in (*s.decorators, *[p.default for p in s.params if p.default is not None]):
                    self.expr(inner, scopes)
                self.function(s, name, scopes)
                self.bind(s.name, s.at, scopes)
            elif isinstance(s, ir.Unit):
                leaf, self.leaf = self.leaf, s.leaf
                self.class_body(name, s.body, scopes)
                self.leaf = leaf
            else:
                self.statement(s, scopes)


def _updated(suite: ir.Suite) -> Iterator[str]:
    for s in suite:
        if isinstance(s, ir.AugAssign):
            yield from _owners(s.target)
        elif isinstance(s, ir.Assign) and s.value is not None:
            targets = {name for target in s.targets for name in _owners(target)}
            yield from targets.intersection(_names(s.value)) if targets else ()
            for target in s.targets:  # df.loc[len(df)] = …
                if isinstance(target, ir.Subscript):
                    yield from targets.intersection(_names(target.index))
            if isinstance(s.value, ir.Call):
                yield from _given(s.value)
        elif isinstance(s, ir.ExprStmt):
            if isinstance(s.value, ir.Call):
                yield from _changed(s.value)
        elif isinstance(s, ir.For) and isinstance(s.iter, ir.Seq):  # for table in (train, test): table["x"] /= 10
            inside = set(_updated(s.body))
            yield from inside
            yield from _names(s.iter) if inside.intersection(_names(s.target)) else ()
        elif not isinstance(s, (ir.FunctionDef, ir.ClassDef)):
            for part in ("body", "orelse", "final"):
                yield from _updated(getattr(s, part, ()))


def _changed(call: ir.Call) -> Iterator[str]:
    """The names that a call, which is a statement, says that it changes: `inplace=True`, `out=x`, `x.div_(2)`, `x.append(1)`."""
    base = call.func.base if isinstance(call.func, ir.Attr) else None
    method = call.func.name if isinstance(call.func, ir.Attr) else ""
    yield from _given(call)
    for arg in call.args:
        if arg.keyword == "out":
            yield from _owners(arg.value)
    if method in GROWING or method[-1:] == "_" or any(arg.keyword == "inplace" for arg in call.args):
        yield from _owners(base)


def _given(call: ir.Call) -> Iterator[str]:
    """The names that a function without a dot is given: if it is the user's, it may change them."""
    if isinstance(call.func, ir.Name) and call.func.id not in LOOKS:
        yield from [arg.value.id for arg in call.args if isinstance(arg.value, ir.Name)]


def _owners(target: Any) -> Iterator[str]:
    """The names that a target binds, or changes a part of."""
    while isinstance(target, (ir.Attr, ir.Subscript, ir.Starred)):
        target = target.value if isinstance(target, ir.Starred) else target.base
    if isinstance(target, ir.Name):
        yield target.id
    elif isinstance(target, ir.Seq):
        for item in target.items:
            yield from _owners(item)


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, ir.Name):
        yield node.id
    for inner in _inner(node):
        yield from _names(inner)


class _ClassBody(set[str]):
    """The names of a class body."""


class _Comprehension(set[str]):
    """The names of a comprehension."""


def _globals(suite: ir.Suite) -> Iterator[str]:
    for s in suite:
        if isinstance(s, ir.Scope):
            yield from s.names if s.kind == "global" else ()
        elif not isinstance(s, (ir.FunctionDef, ir.ClassDef)):
            for part in ("body", "orelse", "final"):
                yield from _globals(getattr(s, part, ()))
            for clause in (*getattr(s, "handlers", ()), *getattr(s, "cases", ())):
                yield from _globals(clause.body)


def _inner(node: Any) -> Iterator[Any]:
    """The expressions directly inside a node; annotations are none."""
    for attribute in getattr(node, "__attrs_attrs__", ()):
        if attribute.name != "annotation":
            yield from _flat(getattr(node, attribute.name))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from _flat(item)
    elif hasattr(value, "__attrs_attrs__"):
        yield value
