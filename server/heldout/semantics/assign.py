"""Assignment: names, attributes, items, and values taken apart."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from heldout.semantics import order
from heldout.semantics.aliases import same_objects
from heldout.semantics.choosing import kept, scores
from heldout.semantics.columns import Columns
from heldout.semantics.fields import as_group
from heldout.semantics.graph import Arguments, Step
from heldout.semantics.lookup import bind_name
from heldout.semantics.machine import Machine
from heldout.semantics.tables import DELETED, labelled, stored
from heldout.semantics.values import (
    UNKNOWN,
    Bound,
    Class,
    Data,
    Either,
    Group,
    Instance,
    Literal,
    Many,
    Mapping,
    Object,
    Unknown,
    Value,
    compact,
    join_all,
)
from heldout.semantics.written import names_of, written
from heldout.syntax import ir

__all__ = ["DELETED", "assign"]


def _by_hand(m: Machine, target: ir.Attr, base: Value, value: Value) -> None:
    """Note that what an estimator has learned is set (`forest.estimators_ = trees`) and not fitted."""
    model = m.models.cls(m.class_of(base))
    if model is not None and model.family:
        node = ir.Call(target.at, target, ())
        step = Step(m.step_id(target.at), "learned-by-hand", "", node, m.block, Arguments((value,)), UNKNOWN)
        m.steps.append(evolve(step, receiver=base))


def assign(m: Machine, target: ir.Expr, value: Value, node: ir.Expr | None = None) -> None:
    """Bind a target to a value; `node` is how the value was written."""
    if m.deciding is not None and not isinstance(target, (ir.Seq, ir.Starred)):
        value = kept(m, value)
    if m.watch is not None:
        m.watch(target, value)
    if isinstance(target, ir.Name):
        m.frame.given.discard(target.id)
        bind_name(m, target.id, value)
    elif isinstance(target, ir.Seq):
        _unpack(m, target, value)
    elif isinstance(target, ir.Starred):
        assign(m, target.value, Value(Many(value)))
    elif isinstance(target, ir.Attr):
        base = m.evaluate(target.base)
        if isinstance(base.kind, (Object, Instance)):
            m.put((base.kind.oid, target.name), value)
            if isinstance(base.kind, Instance) and target.name[-1:] == "_" != target.name[:1]:
                _by_hand(m, target, base, value)
        elif isinstance(base.kind, Class):
            m.put((base.kind.cid, target.name), value)
        elif isinstance(base.kind, Data):
            columns = labelled(m, base, value) if target.name == "index" else None
            _mutate(m, target.base, base, value, frozenset([target.name]), columns)
    elif isinstance(target, ir.Subscript):
        base_node = target.base
        base = m.evaluate(base_node)
        key = UNKNOWN
        if not isinstance(target.index, ir.Slice):
            key = m.evaluate(target.index)
            if isinstance(base.kind, Mapping) and isinstance(key.kind, Literal):
                items = tuple([(k, v) for k, v in base.kind.items if k != key.kind.value])
                assign(m, base_node, Value(Mapping((*items, (key.kind.value, value)))))
                return
        if not isinstance(target.index, ir.Slice):
            order.kept(m, value, target.at, target.base)
            if node is not None:
                order.counted(m, key, node, target)
        columns = stored(m, base, None if isinstance(target.index, ir.Slice) else key, value)
        if isinstance(base_node, ir.Attr) and isinstance(base.kind, Data) and base.kind.cls.startswith("indexer:"):
            base_node = base_node.base
            base = m.evaluate(base_node)
            if isinstance(key.kind, Group) and len(key.kind.items) == 2:  # df.loc[rows, columns]
                key = key.kind.items[1]
        _mutate(m, base_node, base, value, names_of(key), columns)


def _mutate(
    m: Machine,
    node: ir.Expr,
    base: Value,
    value: Value,
    names: frozenset[str] | None = None,
    columns: Columns | None = None,
) -> None:
    """`df[c] = value`: the table keeps its rows and has now seen what the value has seen, in those columns."""
    if isinstance(base.kind, (Data, Unknown, Bound)):
        seen = written(value.seen, names, base.seen) if value.seen else base.seen
        known = base.columns if columns is None else columns
        if seen != base.seen or known != base.columns:
            change(m, node, evolve(base, seen=seen, columns=known))
    elif isinstance(base.kind, (Mapping, Group, Many)):  # results[name] = score
        found = scores(value)
        if found and not found <= base.seen and isinstance(node, (ir.Name, ir.Attr)):
            change(m, node, evolve(base, seen=base.seen | found))


def change(m: Machine, node: ir.Expr, value: Value) -> None:
    """The object that an expression names was changed in place, and is `value` now."""
    others = same_objects(m, node)
    _changed(m, node, value)
    for other in others:
        _changed(m, other, value)


def _changed(m: Machine, node: ir.Expr, value: Value) -> None:
    given = isinstance(node, ir.Name) and node.id in m.frame.given
    if isinstance(node, (ir.Name, ir.Attr, ir.Subscript)):
        assign(m, node, value)
    if given and isinstance(node, ir.Name):
        m.frame.given.add(node.id)
        m.frame.changed.add(node.id)


def changed_parameters(m: Machine) -> tuple[tuple[str, Value], ...]:
    """The parameters of the running function whose objects it changed in place, as they are now."""
    frame = m.frame
    left = [(name, m.get((frame.context, name))) for name in sorted(frame.changed & frame.given)]
    return tuple([(name, value) for name, value in left if value is not None])


def change_arguments(m: Machine, n: ir.Call, params: Sequence[ir.Param], changed: Sequence[tuple[str, Value]]) -> None:
    """What a function did to the objects that it was given, seen by its caller. `params` are those that arguments fill."""
    if any(arg.star for arg in n.args):
        return
    names = [p.name for p in params if not p.star]
    positional = [arg.value for arg in n.args if arg.keyword is None]
    nodes = {
        **dict(zip(names, positional, strict=False)),
        **{a.keyword: a.value for a in n.args if a.keyword is not None},
    }
    for name, value in changed:
        node = nodes.get(name)
        if node is not None:
            change(m, node, value)


def _unpack(m: Machine, target: ir.Seq, value: Value) -> None:
    value = as_group(m, value)
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
    return Value(
        kind, rows, value.seen, None, None if value.key is None else compact(("part", value.key, i)), value.drawn
    )
