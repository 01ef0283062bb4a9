"""Calls: who is called, with what, and, for functions of the user's, running their bodies in their own frame."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from attrs import evolve

from heldout.semantics import column_lists, order
from heldout.semantics.around import replaced_in
from heldout.semantics.assign import assign, change, change_arguments, changed_parameters
from heldout.semantics.attributes import attribute, class_attribute
from heldout.semantics.builtin_calls import call_builtin
from heldout.semantics.comprehensions import COMPREHENSIONS
from heldout.semantics.effects import call_library, unknown_call
from heldout.semantics.evaluate import EVALUATE, evaluate
from heldout.semantics.execute import run_suite
from heldout.semantics.fields import fill
from heldout.semantics.files import home
from heldout.semantics.graph import Arguments, Block, Handle
from heldout.semantics.holdings import held, is_plain
from heldout.semantics.lists import collection_method
from heldout.semantics.machine import Frame, Machine
from heldout.semantics.names import bound_names
from heldout.semantics.operators import OPERATORS
from heldout.semantics.record import Entry, Record
from heldout.semantics.regions import BORROWED
from heldout.semantics.texts import text_method
from heldout.semantics.values import (
    UNKNOWN,
    Bound,
    Class,
    Data,
    Either,
    Function,
    Group,
    Instance,
    Literal,
    Many,
    Mapping,
    Object,
    Partial,
    Ref,
    Value,
    constant,
    join_all,
)
from heldout.syntax import ir
from heldout.syntax.written import text_of

MAX_DEPTH = 8
MOST_ROUNDS = 4
"""As often a function is followed that calls itself with another number."""
ORDERED = frozenset(["append", "sort", "index", *order.KEEPS])


def _call(m: Machine, n: ir.Call) -> Value:
    callee = evaluate(m, n.func)
    return call(m, callee, n, arguments(m, n))


EVALUATE[ir.Call] = _call
EVALUATE.update(OPERATORS)
EVALUATE.update(COMPREHENSIONS)


def arguments(m: Machine, n: ir.Call) -> Arguments:
    """Evaluate the arguments of a call; `*` of known groups and `**` of known dicts are opened."""
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    more: list[Value] = []
    for arg in n.args:
        value = evaluate(m, arg.value)
        if arg.star == "*":
            if isinstance(value.kind, Group):
                positional += value.kind.items
            else:
                more.append(value)
        elif arg.star == "**":
            if isinstance(value.kind, Mapping) and all(isinstance(k, str) for k, _ in value.kind.items):
                keywords.update({str(k): v for k, v in value.kind.items})
            else:
                more.append(value)
        elif arg.keyword is not None:
            keywords[arg.keyword] = value
        else:
            positional.append(value)
    return Arguments(tuple(positional), keywords, bool(more), n.args, tuple(more))


def call(m: Machine, callee: Value, n: ir.Call, args: Arguments) -> Value:
    """Call a value."""
    kind = callee.kind
    if isinstance(kind, Ref):
        if kind.name.startswith("builtins."):
            return call_builtin(m, kind.name[9:], n, args)
        return call_library(m, kind.name, None, n, args)
    if isinstance(kind, Bound):
        receiver = kind.receiver
        if isinstance(receiver.kind, Literal):
            said = text_method(receiver, kind.name, args)
            if said is not None:
                return said
        if receiver.content == "columns":
            return column_lists.asked(m, receiver, kind.name, n, args, unknown_call(m, callee, n, args))
        if kind.name in ORDERED:
            ordered = order.method(m, receiver, kind.name, n, args)
            if ordered is not None:
                return ordered
        cls = m.class_of(receiver)
        if cls:
            return call_library(m, f"{cls}.{kind.name}", receiver, n, args)
        if isinstance(receiver.kind, (Group, Mapping, Many)):
            return collection_method(m, receiver, kind.name, n, args)
        return unknown_call(m, callee, n, args)
    if isinstance(kind, Function):
        return call_function(m, callee, n, args)
    if isinstance(kind, Class):
        return _construct(m, kind, n, args)
    if isinstance(kind, Either):
        return join_all([call(m, option, n, args) for option in kind.options])
    if isinstance(kind, Partial):
        merged = Arguments(
            (*kind.args, *args.positional), {**dict(kind.keywords), **args.keywords}, args.spread, args.nodes
        )
        return call(m, kind.func, n, merged)
    if isinstance(kind, Object):
        name, network = "__call__", m.models.method(m.class_of(callee), "__call__")
        if network is not None and network.op == "forward":
            name = "forward" if is_plain(m, kind) else ""  # of a network it is the pass as a whole that matters
        own = class_attribute(m, kind.cid, name) if name else None
        if own is not None and isinstance(own.kind, Function):
            return call_function(m, attribute(m, callee, name), n, args)
    if isinstance(kind, (Object, Instance)):
        cls = m.class_of(callee)
        if cls:
            return call_library(m, f"{cls}.__call__", callee, n, args)
    return unknown_call(m, callee, n, args)


# ── functions of the user's ───────────────────────────────────────────────────────────────────────────────────────────


def call_function(m: Machine, callee: Value, n: ir.Call, args: Arguments) -> Value:
    """Run a function of the user's for these arguments, or take what it did the last time if nothing it reads changed."""
    kind = callee.kind
    assert isinstance(kind, Function)
    node = m.get(("def", kind.fid))
    far = m.borrowed >= BORROWED and home(kind.fid[0])
    if far:
        m.cut = True
    if (
        node is None
        or (kind.fid in m.calls and not _counts(m, kind, args))
        or m.frame.depth >= MAX_DEPTH
        or far
        or not m.tick()
    ):
        seen = frozenset().union(*[a.seen for a in args.all()])
        return Value(seen=seen, key=("again", kind.fid, *m.step_id(n.at)) if kind.fid in m.calls else m.step_id(n.at))
    context = m.context_of(m.leaf, n.at)
    values = _bind(m, kind, node, args)
    written = tuple([text_of(arg.value) for arg in n.args])
    result, changed = run_function(m, kind, node, values, context, written)
    if changed:
        change_arguments(m, n, node.params[0 if kind.receiver is None else 1 :], changed)
    return result


def run_function(
    m: Machine, kind: Function, node: Any, values: dict[str, Value], context: int, written: tuple[str, ...] = ()
) -> tuple[Value, tuple[tuple[str, Value], ...]]:
    """Run a body with its parameters bound, in a region of its own: its result, and the parameters that it changed.

    `written`: the arguments as the caller wrote them.
    """
    entry = Entry(kind, tuple(values.items()), context, written, m.block, m.frame.depth, tuple(m.calls), m.disorder)
    cache = entry.key(node)
    m.used_calls.add(cache)
    known: Record | None = m.call_records.get(cache)
    record = None
    if known is not None and not (m.watched and m.is_watched(known)) and m.fits(known) and m.valid(known):
        record = replaced_in(known, entry)
    if record is not None:
        m.replay(record)
    else:
        record = run_entered(m, entry, node)
    if record is not known and m.watch is None and not record.cut:
        m.call_records[cache] = record
    return UNKNOWN if record.result is None else record.result, record.changed


def run_entered(m: Machine, entry: Entry, node: Any) -> Record:
    """Run a body, in a region of its own."""
    kind, context, written = entry.kind, entry.context, entry.written
    values = dict(entry.values)
    around = m.enter_region()
    m.get(("def", kind.fid))
    leaf, block, frame, overlays = m.leaf, m.block, m.frame, m.overlays
    deciding, turn = m.deciding, m.turn
    names = bound_names(node)
    m.overlays, m.deciding, m.turn = [], None, None
    m.frame = Frame(context, names, outer=kind.scope, depth=frame.depth + 1, fid=kind.fid)
    m.leaf = kind.fid[0]
    m.block = Block("function", Handle(*kind.fid), block, (getattr(node, "name", "lambda"), *written), context, node)
    if kind.receiver is not None or m.get(("method", kind.fid)):
        first = kind.receiver if kind.receiver is not None else next(iter(values.values()), UNKNOWN)
        m.block = evolve(m.block, owner=getattr(first.kind, "cid", None))
    for decorator in m.get(("decorators", kind.fid)) or ():
        m.block = Block("with", m.block.handle, m.block, (decorator,), context)
    m.calls.append(kind.fid)
    try:
        for name, value in values.items():
            m.put((context, name), value)
        m.frame.given.update(values)
        if m.watch is not None:
            for param in node.params:
                m.watch(param, values[param.name])
        if isinstance(node, ir.Lambda):
            result = evaluate(m, node.body)
        else:
            run_suite(m, node.body)
            result = join_all([v for v in m.frame.returns if not _again(v, kind)] or m.frame.returns)
            if m.frame.yields:
                result = Value(Many(join_all(m.frame.yields)), key=("yields", context))
        changed = changed_parameters(m)
    finally:
        keep = m.frame.keep
        m.calls.pop()
        m.leaf, m.block, m.frame, m.overlays = leaf, block, frame, overlays
        m.deciding, m.turn = deciding, turn
    return m.leave_region(around, result, node, None if keep else context, changed, entry)


def _counts(m: Machine, kind: Function, args: Arguments) -> bool:
    """Whether a function calls itself with a number, which may decide when to stop."""
    numbers = any(type(constant(value)) is int for value in args.all())
    return numbers and m.calls.count(kind.fid) < MOST_ROUNDS


def _again(value: Value, kind: Function) -> bool:
    """Whether a value is what a function gives when it calls itself: whatever it gives otherwise."""
    return isinstance(value.key, tuple) and value.key[:2] == ("again", kind.fid)


def _bind(m: Machine, kind: Function, node: Any, args: Arguments) -> dict[str, Value]:
    """Parameters to values."""
    positional = list(args.positional)
    if kind.receiver is not None:
        positional.insert(0, kind.receiver)
    keywords = dict(args.keywords)
    values: dict[str, Value] = {}
    for param in node.params:
        if param.star == "*":
            values[param.name] = Value(Group("tuple", tuple(positional)))
            positional = []
        elif param.star == "**":
            values[param.name] = Value(Mapping(tuple(keywords.items())))
        elif positional and not param.keyword_only:
            values[param.name] = positional.pop(0)
        elif param.name in keywords:
            values[param.name] = keywords.pop(param.name)
        elif not args.spread and param.default is not None:
            default = m.get(("default", kind.fid, param.name))
            values[param.name] = UNKNOWN if default is None else default
        else:
            values[param.name] = parameter(m, kind, param)
    return values


def parameter(m: Machine, kind: Function, param: ir.Param) -> Value:
    """A parameter of which only the annotation is known: rows of a source of its own."""
    key: Hashable = ("param", kind.fid, param.name)
    if param.star == "*":
        return Value(Many(Value(key=key)))
    cls = _annotated(m, param.annotation)
    if cls and m.models.cls(cls) is None:
        cls = m.made(cls)  # what a call of the class makes
    model = m.models.cls(cls) if cls else None
    if model is not None:
        if model.data:
            return Value(Data(cls), None, key=key)
        return Value(Instance(cls, key), key=key)
    return Value(key=key)


def _annotated(m: Machine, annotation: ir.Expr | None) -> str:
    if isinstance(annotation, (ir.Name, ir.Attr)):
        kind = evaluate(m, annotation).kind
        return kind.name if isinstance(kind, Ref) else ""
    if isinstance(annotation, ir.Binary) and annotation.op == "|":
        return _annotated(m, annotation.left)
    if isinstance(annotation, ir.Subscript) and isinstance(annotation.base, (ir.Name, ir.Attr)):
        if getattr(annotation.base, "id", getattr(annotation.base, "name", "")) == "Optional":
            return _annotated(m, annotation.index)
        return _annotated(m, annotation.base)
    return ""


def _construct(m: Machine, kind: Class, n: ir.Call, args: Arguments) -> Value:
    """Make an object of a user's class: run its __init__."""
    oid = ("obj", *m.step_id(n.at))
    made = Value(Object(kind.cid, oid))
    m.put((oid, "·fits"), ())
    init = class_attribute(m, kind.cid, "__init__")
    if init is not None and isinstance(init.kind, Function):
        call_function(m, attribute(m, made, "__init__"), n, args)
    else:
        fill(m, made, args)
    base = m.library_base(kind.cid)
    if base:
        # The parameters of an __init__ of the user's stand in an order of their own.
        named = args if init is None else Arguments((), args.keywords, args.spread, args.nodes, args.more)
        given = call_library(m, base, made, n, named)
        made = given if isinstance(given.kind, Object) else made
        model = m.models.cls(base)
        if model is not None and model.data:
            made = held(m, made, args)
    return made


def attach(m: Machine) -> None:
    """Give the machine the functions that stand above it."""
    m.call = lambda callee, node, args: call(m, callee, node, args)
    m.assign = lambda target, value: assign(m, target, value)
    m.change = lambda target, value: change(m, target, value)
    m.evaluate = lambda node: evaluate(m, node)
    m.run = lambda suite: run_suite(m, suite)


def bind_parameters_unknown(m: Machine, kind: Function, node: Any, receiver: Value | None) -> dict[str, Value]:
    """Parameters of a function that nobody calls: whatever their annotations say."""
    values: dict[str, Value] = {}
    for i, param in enumerate(node.params):
        values[param.name] = receiver if i == 0 and receiver is not None else parameter(m, kind, param)
    return values


def run_uncalled(m: Machine, function: Value, receiver: Value | None = None) -> None:
    """Run a function that nobody in the program calls, on arguments of which nothing is known."""
    kind = function.kind
    assert isinstance(kind, Function)
    node = m.get(("def", kind.fid))
    if node is None or kind.fid in m.calls:
        return
    m.leaf = kind.fid[0]
    context = m.context_of(kind.fid[0], -1 - kind.fid[1])
    run_function(m, kind, node, bind_parameters_unknown(m, kind, node, receiver), context)
