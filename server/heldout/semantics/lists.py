"""Methods of lists and dicts whose items are known."""

from __future__ import annotations

from heldout.semantics import order
from heldout.semantics.assign import assign
from heldout.semantics.choosing import choices, pick, ranked, scores
from heldout.semantics.effects import call_library
from heldout.semantics.evaluate import elements
from heldout.semantics.graph import Arguments
from heldout.semantics.items import each
from heldout.semantics.machine import Machine
from heldout.semantics.values import (
    UNKNOWN,
    Group,
    Many,
    Mapping,
    Value,
    join_all,
)
from heldout.syntax import ir


def collection_method(m: Machine, receiver: Value, name: str, n: ir.Call, args: Arguments) -> Value:
    """list and dict methods on things whose items are known."""
    kind = receiver.kind
    base = n.func.base if isinstance(n.func, ir.Attr) else None
    if isinstance(kind, Mapping):
        if name == "items":
            pairs = Many(join_all([Value(Group("tuple", (UNKNOWN, v))) for _, v in kind.items]))
            return Value(pairs, seen=receiver.seen)
        if name == "values":
            return Value(Group("list", tuple([v for _, v in kind.items])), seen=receiver.seen)
        if name == "keys":
            return Value(seen=receiver.seen)
        if name == "get" and args.positional:
            key = getattr(args.positional[0].kind, "value", None)
            return next((v for k, v in kind.items if k == key), Value(seen=receiver.seen) if receiver.seen else UNKNOWN)
        return _of_each(m, kind, name, n, args)
    if name == "sort" and isinstance(base, (ir.Name, ir.Attr)):
        in_order = ranked(m, receiver, n, args.keywords.get("key"))
        if in_order is not receiver:
            assign(m, base, in_order)
        return UNKNOWN
    if name == "index" and args.positional and choices(args.positional[0]):
        return pick(m, n, "index", scores(args.positional[0]), args, Value(key=m.step_id(n.at)))
    if isinstance(kind, Many) and name in ("items", "values", "get"):  # a dict whose keys are not known
        pair = Group("tuple", (UNKNOWN, kind.item))
        return kind.item if name == "get" else receiver if name == "values" else Value(Many(Value(pair)))
    if name in ("append", "add", "extend", "insert") and args.positional:
        item = args.positional[-1]
        if name == "extend":
            changed = Value(Many(join_all([*_known_item(receiver), elements(m, item, n.at)])))
        elif isinstance(kind, Group) and len(kind.items) < 40 and m.block.kind != "loop":
            changed = Value(Group(kind.kind, (*kind.items, item)))
        else:
            changed = Value(Many(join_all([*_known_item(receiver), item])))
        if isinstance(base, (ir.Name, ir.Attr)):
            assign(m, base, order.added(m, receiver, item, name, changed))
    return receiver_item(receiver) if name in ("pop", "popleft") else UNKNOWN


def _of_each(m: Machine, kind: Mapping, name: str, n: ir.Call, args: Arguments) -> Value:
    """A dict of data sets does to each of them what is asked of it (`splits.map(f)`)."""
    classes = {m.class_of(value) for _, value in kind.items}
    cls = classes.pop() if len(classes) == 1 else ""
    if not cls or hasattr(dict, name) or m.models.method(cls, name) is None:
        return UNKNOWN
    asked = each(m, n.at, [v for _, v in kind.items], lambda v: call_library(m, f"{cls}.{name}", v, n, args))
    return Value(Mapping(tuple([(k, v) for (k, _), v in zip(kind.items, asked, strict=True)])))


def _known_item(value: Value) -> list[Value]:
    """What is in a list, to be joined with more: nothing when it is empty."""
    return [] if isinstance(value.kind, Group) and not value.kind.items else [receiver_item(value)]


def receiver_item(value: Value) -> Value:
    if isinstance(value.kind, Many):
        return value.kind.item
    return join_all(list(value.kind.items)) if isinstance(value.kind, Group) else UNKNOWN
