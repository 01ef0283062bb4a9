"""Statements: what running them does to the table. A suite returns whether it never goes on (return, raise, break)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from heldout.semantics import aliases, handlers
from heldout.semantics.assign import DELETED, assign
from heldout.semantics.attributes import attribute
from heldout.semantics.branching import branches, repeat
from heldout.semantics.choosing import decide
from heldout.semantics.evaluate import elements, evaluate
from heldout.semantics.files import home
from heldout.semantics.graph import Block, Handle
from heldout.semantics.importing import import_statement
from heldout.semantics.items import each, known_items
from heldout.semantics.lookup import bind_name, unbind
from heldout.semantics.machine import Machine
from heldout.semantics.truth import is_main_guard, truth
from heldout.semantics.values import UNKNOWN, Class, Function, Many, Object, Ref, Value
from heldout.syntax import ir
from heldout.syntax.written import text_of


def run_suite(m: Machine, suite: ir.Suite) -> bool:
    """Run statements one after the other; True when what follows them is never reached."""
    for stmt in suite:
        if not m.tick():
            return True
        if EXECUTE[type(stmt)](m, stmt):
            return True
    return False


def _unit(m: Machine, s: ir.Unit) -> bool:
    leaf = m.leaf
    m.leaf = s.leaf
    try:
        return run_suite(m, s.body)
    finally:
        m.leaf = leaf


def _expr(m: Machine, s: ir.ExprStmt) -> bool:
    evaluate(m, s.value)
    return False


def _assign(m: Machine, s: ir.Assign) -> bool:
    if s.value is None:
        return False
    value = evaluate(m, s.value)
    for target in s.targets:
        assign(m, target, value, s.value)
        aliases.note(m, target, s.value, value)
    return False


def _aug(m: Machine, s: ir.AugAssign) -> bool:
    value = evaluate(m, ir.Binary(s.at, s.op, s.target, s.value))
    deciding, m.deciding = m.deciding, None  # counting how often a score was better keeps nothing
    assign(m, s.target, value)
    m.deciding = deciding
    return False


def _return(m: Machine, s: ir.Return) -> bool:
    m.frame.returns.append(UNKNOWN if s.value is None else evaluate(m, s.value))
    return True


def _delete(m: Machine, s: ir.Delete) -> bool:
    for target in s.targets:
        if isinstance(target, ir.Name):
            unbind(m, target.id)
        else:
            assign(m, target, DELETED)
    return False


def _raise(m: Machine, s: ir.Raise) -> bool:
    if s.value is not None:
        evaluate(m, s.value)
    return True


def _assert(m: Machine, s: ir.Assert) -> bool:
    evaluate(m, s.test)
    return False


def _jump(m: Machine, s: ir.Jump) -> bool:
    return s.kind != "pass"


def _scope(m: Machine, s: ir.Scope) -> bool:
    if s.kind == "global":
        m.frame.globals.update(s.names)
    return False


def _if(m: Machine, s: ir.If) -> bool:
    if is_main_guard(s.test) and home(m.leaf):
        return run_suite(m, s.orelse)  # a module that is imported is not the program
    if is_main_guard(s.test) or (isinstance(s.test, ir.Const) and s.test.value):
        return run_suite(m, s.body)
    test = evaluate(m, s.test)
    block, leaf = m.block, m.leaf
    m.deciding, deciding = decide(m, s.test, test), m.deciding

    def body() -> bool:
        m.block = Block("branch", Handle(leaf, s.at), block, (), m.frame.context, s)
        ended = run_suite(m, s.body)
        m.block = block
        return ended

    def orelse() -> bool:
        if not s.orelse:
            return False
        m.block = Block("branch", Handle(leaf, s.at), block, ("else",), m.frame.context, s)
        ended = run_suite(m, s.orelse)
        m.block = block
        return ended

    known = truth(m, s.test, test)
    if known is None:
        ended = branches(m, [body, orelse])
    else:
        ended = body() if known else orelse()
    m.deciding = deciding
    return ended


def loop(m: Machine, s: Any, names: tuple[str, ...], start: Callable[[], object]) -> None:
    """Run the body of a loop; `start` binds what each round begins with."""

    def body() -> bool:
        start()
        run_suite(m, s.body)
        return False

    repeat(m, Block("loop", Handle(m.leaf, s.at), m.block, names, m.frame.context, s), body)


def _for(m: Machine, s: ir.For) -> bool:
    iterated = evaluate(m, s.iter)
    item = elements(m, iterated, s.at)
    outer = m.disorder
    m.disorder = outer if iterated.order is None else [*outer, iterated.order]
    names = tuple(names_in(s.target))
    tables = known_items(iterated) if isinstance(s.target, ir.Name) and isinstance(s.iter, (ir.Name, ir.Seq)) else None
    called = aliases.items_of(m, s.iter, tables) if tables else None
    if tables and called:
        _for_each(m, s, names, tables, called)
    else:
        loop(m, s, names, lambda: assign(m, s.target, item))
    m.disorder = outer
    run_suite(m, s.orelse)
    return False


def _for_each(
    m: Machine, s: ir.For, names: tuple[str, ...], tables: Sequence[Value], called: Sequence[ir.Expr]
) -> None:
    """`for part in (train, test)`: each table on its own, and what is done to it in place is done to what it is called."""
    nodes = iter(called)

    def one(table: Value) -> Value:
        node = next(nodes)

        def start() -> None:
            assign(m, s.target, m.evaluate(node))
            aliases.note(m, s.target, node, m.evaluate(node))

        loop(m, s, names, start)
        return table

    each(m, s.at, tables, one)


def _while(m: Machine, s: ir.While) -> bool:
    loop(m, s, (), lambda: evaluate(m, s.test))
    run_suite(m, s.orelse)
    return False


def names_in(target: ir.Expr) -> list[str]:
    """The plain names an assignment target binds."""
    if isinstance(target, ir.Name):
        return [target.id]
    if isinstance(target, ir.Seq):
        return [name for item in target.items for name in names_in(item)]
    return names_in(target.value) if isinstance(target, ir.Starred) else []


def _try(m: Machine, s: ir.Try) -> bool:
    ended = run_suite(m, s.body)
    if s.handlers:
        # A handler may run after any part of the body; what the body wrote is the best guess of what it sees.
        sides: list[Callable[[], bool]] = [lambda: ended or run_suite(m, s.orelse)]
        sides += [_handler(m, h) for h in s.handlers]
        ended = branches(m, sides)
    elif not ended:
        ended = run_suite(m, s.orelse)
    return run_suite(m, s.final) or ended


def _handler(m: Machine, h: ir.Handler) -> Callable[[], bool]:
    def run() -> bool:
        if h.name is not None:
            bind_name(m, h.name, UNKNOWN)
        return run_suite(m, h.body)

    return run


def _with(m: Machine, s: ir.With) -> bool:
    entered: list[str] = []
    for item, target in s.items:
        value = evaluate(m, item)
        kind = value.kind
        if isinstance(kind, Ref):
            entered.append(kind.name)
        elif hasattr(kind, "cls"):
            entered.append(kind.cls)
        elif isinstance(item, ir.Call):
            entered.append(text_of(item.func))
        if target is not None:
            assign(m, target, _entered(m, value))
    block = m.block
    m.block = Block("with", Handle(m.leaf, s.at), block, tuple(entered), m.frame.context, s)
    ended = run_suite(m, s.body)
    m.block = block
    return ended


def _entered(m: Machine, value: Value) -> Value:
    """What `with value as x` gives to x: what `__enter__` returns, or a generator yields."""
    if isinstance(value.kind, Many) and isinstance(value.key, tuple) and value.key[:1] == ("yields",):
        return value.kind.item
    if isinstance(value.kind, Object):
        enter = attribute(m, value, "__enter__")
        if isinstance(enter.kind, Function):
            return m.invoke(enter)
    return value


def _match(m: Machine, s: ir.Match) -> bool:
    evaluate(m, s.subject)

    def side(case: ir.Case) -> Callable[[], bool]:
        def run() -> bool:
            for name in case.names:
                bind_name(m, name, UNKNOWN)
            if case.guard is not None:
                evaluate(m, case.guard)
            return run_suite(m, case.body)

        return run

    return branches(m, [*[side(c) for c in s.cases], lambda: False])


def _function(m: Machine, s: ir.FunctionDef) -> bool:
    fid = (m.leaf, s.at)
    names, given = [], []
    for decorator in s.decorators:
        given.append(evaluate(m, decorator))
        kind = evaluate(m, decorator.func if isinstance(decorator, ir.Call) else decorator).kind
        names.append(kind.name if isinstance(kind, Ref) else "")
    m.put(("decorators", fid), tuple(names) or None)
    m.put(("def", fid), s)
    m.keep_frame()
    value = Value(Function(fid, m.frame.context))
    for param in s.params:
        if param.default is not None:
            m.put(("default", fid, param.name), evaluate(m, param.default))
    if m.frame.prefix is not None:
        m.put(("method", fid), True)
    bind_name(m, s.name, value)
    for made in given:
        handlers.decorated(m, made, value)
    return False


def _class(m: Machine, s: ir.ClassDef) -> bool:
    cid = ("class", m.frame.context, m.leaf, s.at)
    bases = tuple([evaluate(m, b.value) for b in s.bases if b.keyword is None])
    m.put(cid, bases)
    m.put((cid, "·node"), s)
    bind_name(m, s.name, Value(Class(cid)))
    block, prefix = m.block, m.frame.prefix
    m.block = Block("class", Handle(m.leaf, s.at), block, (s.name,), m.frame.context, s)
    m.frame.prefix = cid
    run_suite(m, s.body)
    m.frame.prefix, m.block = prefix, block
    return False


EXECUTE: dict[type, Callable[[Machine, Any], bool]] = {
    ir.Unit: _unit,
    ir.ExprStmt: _expr,
    ir.Assign: _assign,
    ir.AugAssign: _aug,
    ir.Return: _return,
    ir.Delete: _delete,
    ir.Raise: _raise,
    ir.Assert: _assert,
    ir.Jump: _jump,
    ir.Scope: _scope,
    ir.Import: import_statement,
    ir.If: _if,
    ir.For: _for,
    ir.While: _while,
    ir.Try: _try,
    ir.With: _with,
    ir.Match: _match,
    ir.FunctionDef: _function,
    ir.ClassDef: _class,
}
