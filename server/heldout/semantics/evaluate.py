"""Expressions: names, attributes, subscripts, operators, displays and comprehensions; calls are in `calls`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from attrs import evolve

from heldout.semantics.machine import Machine
from heldout.semantics.rows import Segment
from heldout.semantics.select import mask_of, select, symbol
from heldout.semantics.values import (
    NOTHING_SEEN,
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
    Ref,
    Unknown,
    Value,
    join,
    join_all,
    literal,
)
from heldout.syntax import ir


def evaluate(m: Machine, node: ir.Expr) -> Value:
    """The value of an expression; its calls become steps."""
    return EVALUATE[type(node)](m, node)


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def bind_name(m: Machine, name: str, value: Value) -> None:
    frame = m.frame
    if m.overlays and name in m.overlays[-1]:
        m.overlays[-1][name] = value
    elif frame.prefix is not None:
        m.put((frame.prefix, name), value)
    elif frame.locals is None or name in frame.globals:
        m.put(name, value)
    else:
        m.put((frame.context, name), value)


def unbind(m: Machine, name: str) -> None:
    bind_name(m, name, UNKNOWN)


def lookup(m: Machine, name: str) -> Value:
    for overlay in reversed(m.overlays):
        if name in overlay:
            return overlay[name]
    frame = m.frame
    if frame.prefix is not None:
        value = m.get((frame.prefix, name))
        if value is not None:
            return value  # type: ignore[no-any-return]
    if frame.locals is not None and name not in frame.globals:
        if name in frame.locals:
            value = m.get((frame.context, name))
            return UNKNOWN if value is None else value
        outer = frame.outer
        while outer:
            names, further = m.frames.get(outer, (frozenset(), None))
            if name in names:
                value = m.get((outer, name))
                return UNKNOWN if value is None else value
            outer = further
    value = m.get(name)
    if value is None:
        return Value(Ref("builtins." + name)) if name in BUILTINS else Value(key=("global", name))
    return value  # type: ignore[no-any-return]


BUILTINS = frozenset(
    [
        "abs",
        "all",
        "any",
        "bool",
        "bytes",
        "callable",
        "classmethod",
        "dict",
        "enumerate",
        "eval",
        "exec",
        "filter",
        "float",
        "getattr",
        "hasattr",
        "hash",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "map",
        "max",
        "min",
        "next",
        "object",
        "open",
        "print",
        "property",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "slice",
        "sorted",
        "staticmethod",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "__import__",
        "Exception",
        "ValueError",
    ]
)


def _name(m: Machine, n: ir.Name) -> Value:
    return lookup(m, n.id)


# ── attributes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _attr(m: Machine, n: ir.Attr) -> Value:
    return attribute(m, evaluate(m, n.base), n.name)


def attribute(m: Machine, base: Value, name: str) -> Value:
    """What `base.name` is."""
    kind = base.kind
    if isinstance(kind, Ref):
        return Value(Ref(m.models.canonical(f"{kind.name}.{name}")), drawn=base.drawn)
    if isinstance(kind, Either):
        return join_all([attribute(m, option, name) for option in kind.options])
    if isinstance(kind, (Object, Instance)):
        value = m.get((kind.oid, name))
        if value is not None:
            return value  # type: ignore[no-any-return]
        if isinstance(kind, Object):
            found = class_attribute(m, kind.cid, name)
            if found is not None:
                if isinstance(found.kind, Function):
                    return _method(m, found, base)
                return found
    if isinstance(kind, Class):
        found = class_attribute(m, kind.cid, name)
        if found is not None:
            return found
    cls = m.class_of(base)
    if cls and m.models.method(cls, name) is None:
        what = m.models.attribute(cls, name)
        if what is not None:
            return _library_attribute(m, base, name, what)
    key: Hashable = None if base.key is None else ("attr", base.key, name)
    return Value(Bound(base, name), None, base.seen, None, key)


def _library_attribute(m: Machine, base: Value, name: str, what: str) -> Value:
    key: Hashable = None if base.key is None else ("attr", base.key, name)
    rows = base.data_rows()
    if what == "same":
        return base
    if what == "none":
        return Value(key=("attr", base.key or base, name))
    if what == "columns":
        return Value(content="columns", key=("attr", base.key or base, name))
    if what == "index":
        return Value(Data("index"), rows, NOTHING_SEEN, "index", key)
    if what == "indexer":
        return Value(Data("indexer:" + m.class_of(base)), rows, base.seen, base.content, base.key)
    return Value(Data(what), rows, base.seen, base.content, key)


def class_attribute(m: Machine, cid: Hashable, name: str, depth: int = 0) -> Value | None:
    """A name of a user's class or of the user's classes it derives from."""
    value: Value | None = m.get((cid, name))
    if value is None and depth < 8:
        for base in m.get(cid) or ():
            if isinstance(base.kind, Class):
                value = class_attribute(m, base.kind.cid, name, depth + 1)
                if value is not None:
                    break
    return value


def _method(m: Machine, function: Value, receiver: Value) -> Value:
    kind = function.kind
    assert isinstance(kind, Function)
    decorators = m.get(("decorators", kind.fid)) or ()
    if "builtins.staticmethod" in decorators:
        return function
    bound = Value(evolve(kind, receiver=receiver))
    if "builtins.property" in decorators:
        return m.invoke(bound)
    return bound


# ── subscripts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _subscript(m: Machine, n: ir.Subscript) -> Value:
    base = evaluate(m, n.base)
    kind = base.kind
    if isinstance(kind, Ref):  # a generic alias: list[int], DataLoader[…]
        return base
    if isinstance(n.index, ir.Slice):
        for part in (n.index.lower, n.index.upper, n.index.step):
            if part is not None:
                evaluate(m, part)
        if isinstance(kind, Group):
            return _slice_group(kind, n.index)
        return select(m, base, n.index, UNKNOWN)
    index = evaluate(m, n.index)
    constant = index.kind.value if isinstance(index.kind, Literal) else None
    if isinstance(kind, Group):
        if isinstance(constant, int) and -len(kind.items) <= constant < len(kind.items):
            return kind.items[constant]
        return join_all(list(kind.items))
    if isinstance(kind, Mapping):
        for key, value in kind.items:
            if key == constant and type(key) is type(constant):
                return value
        return join_all([v for _, v in kind.items]) if constant is None else UNKNOWN
    if isinstance(kind, Many):
        return kind.item
    if isinstance(kind, Either):
        return join_all([select(m, o, n.index, index) for o in kind.options])
    return select(m, base, n.index, index)


def _slice_group(kind: Group, s: ir.Slice) -> Value:
    def bound(node: ir.Expr | None) -> int | None:
        return node.value if isinstance(node, ir.Const) and isinstance(node.value, int) else None

    known = all(p is None or isinstance(p, ir.Const) for p in (s.lower, s.upper, s.step)) and s.step is None
    if not known:
        return Value(Many(join_all(list(kind.items))))
    return Value(Group(kind.kind, kind.items[bound(s.lower) : bound(s.upper)]))


# ── operators ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _const(m: Machine, n: ir.Const) -> Value:
    return literal(n.value)


def _unary(m: Machine, n: ir.Unary) -> Value:
    value = evaluate(m, n.value)
    if n.op == "~" and value.content == "mask":
        return evolve(value, key=("not", value.key) if not _is_not(value.key) else value.key[1])  # type: ignore[index]
    if isinstance(value.kind, Literal) and n.op == "not":
        return literal(not value.kind.value)
    return evolve(value, key=(n.op, value.key)) if value.key is not None else value


def _is_not(key: Hashable) -> bool:
    return isinstance(key, tuple) and len(key) == 2 and key[0] == "not"


def _binary(m: Machine, n: ir.Binary) -> Value:
    left, right = evaluate(m, n.left), evaluate(m, n.right)
    if n.op in ("and", "or"):
        return join(left, right)
    lk, rk = left.kind, right.kind
    if isinstance(lk, Literal) and isinstance(rk, Literal):
        return _arithmetic(m, n, lk.value, rk.value)
    if n.op == "+" and isinstance(lk, Group) and isinstance(rk, Group) and lk.kind == rk.kind:
        return Value(Group(lk.kind, lk.items + rk.items))
    if n.op == "%" and isinstance(lk, Literal) and isinstance(lk.value, str):
        return Value(key=symbol(m, n))
    if n.op in ("&", "|") and left.content == right.content == "mask":
        return Value(lk, left.rows, left.seen | right.seen, "mask", (n.op, left.key, right.key))
    seen = left.seen | right.seen
    if isinstance(lk, Instance) and isinstance(rk, Instance):
        return Value(key=symbol(m, n))
    data = left if isinstance(lk, Data) or not isinstance(rk, Data) else right
    if isinstance(data.kind, Data):
        rows = data.data_rows() if data.content != "statistic" or data is right else right.data_rows()
        return Value(data.kind, rows, seen, _content(left, right), symbol(m, n), left.drawn or right.drawn)
    return Value(UNKNOWN.kind, None, seen, _content(left, right), symbol(m, n), left.drawn or right.drawn)


def _content(left: Value, right: Value) -> str | None:
    contents = {left.content, right.content} - {None}
    return "statistic" if contents == {"statistic"} else None


def _arithmetic(m: Machine, n: ir.Binary, a: Any, b: Any) -> Value:
    """Constants are folded for what sizes and paths are made of; nothing that could grow."""
    numbers = isinstance(a, (int, float)) and isinstance(b, (int, float)) and abs(a) < 1e12 and abs(b) < 1e12
    try:
        if n.op == "+" and (numbers or (type(a) is type(b) is str and len(a) + len(b) < 4000)):
            return literal(a + b)
        if n.op == "/" and type(a) is type(b) is str:
            return Value(key=symbol(m, n))
        if numbers and n.op in ("-", "*", "/", "//"):
            return literal({"-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "//": lambda: a // b}[n.op]())
    except ArithmeticError:
        return UNKNOWN
    return Value(key=symbol(m, n))


def _compare(m: Machine, n: ir.Compare) -> Value:
    left = evaluate(m, n.left)
    rights = [(op, evaluate(m, r)) for op, r in n.rest]
    if len(rights) == 1:
        op, right = rights[0]
        mask = mask_of(m, n, left, op, right)
        if mask is not None:
            return mask
    return Value(key=("compare", m.frame.context, m.leaf, n.at))


def _ifexp(m: Machine, n: ir.IfExp) -> Value:
    evaluate(m, n.test)
    return join(evaluate(m, n.body), evaluate(m, n.orelse))


# ── displays ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _seq(m: Machine, n: ir.Seq) -> Value:
    items: list[Value] = []
    for item in n.items:
        if isinstance(item, ir.Starred):
            value = evaluate(m, item.value)
            if not isinstance(value.kind, Group):
                for rest in n.items:
                    if rest is not item and not isinstance(rest, ir.Starred):
                        items.append(evaluate(m, rest))
                return Value(Many(join_all([*items, elements(m, value, n.at)])))
            items += value.kind.items
        else:
            items.append(evaluate(m, item) if not isinstance(item, ir.Slice) else UNKNOWN)
    return Value(Group(n.kind, tuple(items)))


def _dict(m: Machine, n: ir.DictExpr) -> Value:
    items: list[tuple[object, Value]] = []
    complete = True
    for key, value in n.items:
        v = evaluate(m, value)
        if key is None:
            if isinstance(v.kind, Mapping):
                items += v.kind.items
            else:
                complete = False
            continue
        k = evaluate(m, key)
        if isinstance(k.kind, Literal):
            items.append((k.kind.value, v))
        else:
            complete = False
    return Value(Mapping(tuple(items))) if complete else Value(key=m.step_id(n.at))


def _slice(m: Machine, n: ir.Slice) -> Value:
    return UNKNOWN


def _starred(m: Machine, n: ir.Starred) -> Value:
    return evaluate(m, n.value)


def _lambda(m: Machine, n: ir.Lambda) -> Value:
    fid = (m.leaf, n.at)
    m.put(("def", fid), n)
    m.frame.keep = True
    return Value(Function(fid, m.frame.context))


def _comp(m: Machine, n: ir.Comp) -> Value:
    m.overlays.append({})
    try:
        for target, source, conditions in n.clauses:
            item = elements(m, evaluate(m, source), n.at)
            for name in _target_names(target):
                m.overlays[-1][name] = UNKNOWN
            assign(m, target, item)
            for condition in conditions:
                evaluate(m, condition)
        value = evaluate(m, n.elt)
    finally:
        m.overlays.pop()
    if n.kind == "dict":
        return Value(Many(value), key=m.step_id(n.at))
    if value.content == "columns":
        return Value(content="columns", key=m.step_id(n.at))
    return Value(Many(value), key=m.step_id(n.at))


def _target_names(target: ir.Expr) -> list[str]:
    if isinstance(target, ir.Name):
        return [target.id]
    if isinstance(target, ir.Seq):
        return [name for item in target.items for name in _target_names(item)]
    return _target_names(target.value) if isinstance(target, ir.Starred) else []


def elements(m: Machine, value: Value, at: int) -> Value:
    """What iterating over a value gives: one value that stands for every item."""
    kind = value.kind
    if isinstance(kind, Group):
        return join_all(list(kind.items)) if kind.items else UNKNOWN
    if isinstance(kind, Many):
        return kind.item
    if isinstance(kind, Mapping):
        return join_all([literal(k) for k, _ in kind.items])
    if isinstance(kind, Either):
        return join_all([elements(m, o, at) for o in kind.options])
    if value.content == "columns":
        return Value(content="columns", key=("item", value.key))
    rows = value.data_rows()
    cls = m.class_of(value)
    item = m.models.attribute(cls, "·item") if cls else None
    if rows is not None:
        part = rows.narrow(Segment(("item", value.key or value), "some", 0, kind="item"))
        return Value(Data(item) if item else UNKNOWN.kind, part, value.seen, value.content, ("item", value.key))
    return Value(Data(item) if item else UNKNOWN.kind, None, value.seen, None, ("item", value.key, at))


def _await(m: Machine, n: ir.Await) -> Value:
    return evaluate(m, n.value)


def _yield(m: Machine, n: ir.Yield) -> Value:
    value = UNKNOWN if n.value is None else evaluate(m, n.value)
    m.frame.yields.append(elements(m, value, n.at) if n.many else value)
    return UNKNOWN


def _named(m: Machine, n: ir.NamedExpr) -> Value:
    value = evaluate(m, n.value)
    assign(m, n.target, value)
    return value


def _joined(m: Machine, n: ir.Joined) -> Value:
    parts = [evaluate(m, p) for p in n.parts]
    if all(isinstance(p.kind, Literal) for p in parts):
        return literal("".join(str(p.kind.value) for p in parts))  # type: ignore[union-attr]
    return Value(Data("builtins.str"), key=("str", *[symbol(m, p) for p in n.parts]))


def _arg(m: Machine, n: Any) -> Value:
    return UNKNOWN


# ── assignment ────────────────────────────────────────────────────────────────────────────────────────────────────────


def assign(m: Machine, target: ir.Expr, value: Value) -> None:
    """Bind a target to a value."""
    if isinstance(target, ir.Name):
        bind_name(m, target.id, value)
    elif isinstance(target, ir.Seq):
        _unpack(m, target, value)
    elif isinstance(target, ir.Starred):
        assign(m, target.value, Value(Many(value)))
    elif isinstance(target, ir.Attr):
        base = evaluate(m, target.base)
        if isinstance(base.kind, (Object, Instance)):
            m.put((base.kind.oid, target.name), value)
        elif isinstance(base.kind, Class):
            m.put((base.kind.cid, target.name), value)
        elif isinstance(base.kind, Data):
            _mutate(m, target.base, base, value)
    elif isinstance(target, ir.Subscript):
        base_node = target.base
        base = evaluate(m, base_node)
        if not isinstance(target.index, ir.Slice):
            key = evaluate(m, target.index)
            if isinstance(base.kind, Mapping) and isinstance(key.kind, Literal):
                items = tuple([(k, v) for k, v in base.kind.items if k != key.kind.value])
                assign(m, base_node, Value(Mapping((*items, (key.kind.value, value)))))
                return
        if isinstance(base_node, ir.Attr) and isinstance(base.kind, Data) and base.kind.cls.startswith("indexer:"):
            base_node = base_node.base
            base = evaluate(m, base_node)
        _mutate(m, base_node, base, value)


def _mutate(m: Machine, node: ir.Expr, base: Value, value: Value) -> None:
    """`df[c] = value`: the table keeps its rows and has now seen what the value has seen."""
    if not value.seen <= base.seen and isinstance(base.kind, (Data, Unknown, Bound)):
        changed = evolve(base, seen=base.seen | value.seen)
        if isinstance(node, (ir.Name, ir.Attr)):
            assign(m, node, changed)


def _unpack(m: Machine, target: ir.Seq, value: Value) -> None:
    kind = value.kind
    count = len(target.items)
    star = next((i for i, t in enumerate(target.items) if isinstance(t, ir.Starred)), None)
    if isinstance(kind, Group) and (len(kind.items) == count or (star is not None and len(kind.items) >= count - 1)):
        items = list(kind.items)
        if star is not None:
            rest = len(items) - count + 1
            items[star : star + rest] = [Value(Group("list", tuple(items[star : star + rest])))]
        for t, v in zip(target.items, items, strict=True):
            assign(m, t.value if isinstance(t, ir.Starred) else t, v)
        return
    for i, t in enumerate(target.items):
        if isinstance(kind, Many):
            part = kind.item
        elif isinstance(kind, Either):
            part = join_all([_part(o, i) for o in kind.options])
        else:
            part = _part(value, i)
        assign(m, t, part)


def _part(value: Value, i: int) -> Value:
    """The i-th of a value that was taken apart: a thing of its own."""
    if isinstance(value.kind, Group) and i < len(value.kind.items):
        return value.kind.items[i]
    rows = value.data_rows() if isinstance(value.kind, Data) else None
    kind = value.kind if isinstance(value.kind, Data) and rows is not None else UNKNOWN.kind
    return Value(kind, rows, value.seen, None, None if value.key is None else ("part", value.key, i), value.drawn)


EVALUATE: dict[type, Callable[[Machine, Any], Value]] = {
    ir.Name: _name,
    ir.Attr: _attr,
    ir.Subscript: _subscript,
    ir.Slice: _slice,
    ir.Const: _const,
    ir.Seq: _seq,
    ir.DictExpr: _dict,
    ir.Starred: _starred,
    ir.Unary: _unary,
    ir.Binary: _binary,
    ir.Compare: _compare,
    ir.IfExp: _ifexp,
    ir.Lambda: _lambda,
    ir.Comp: _comp,
    ir.Await: _await,
    ir.Yield: _yield,
    ir.NamedExpr: _named,
    ir.Joined: _joined,
    ir.Arg: _arg,
}
