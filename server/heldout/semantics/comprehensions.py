"""Comprehensions: each has its own names, and gives many of what its expression gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from heldout.semantics import order
from heldout.semantics.assign import assign
from heldout.semantics.column_lists import left_by
from heldout.semantics.columns import Columns
from heldout.semantics.evaluate import elements, evaluate
from heldout.semantics.graph import Block, Handle
from heldout.semantics.items import each, known_items
from heldout.semantics.machine import Machine
from heldout.semantics.pieces import all_but
from heldout.semantics.rows import Segment
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    Bound,
    Data,
    Group,
    Literal,
    Many,
    Mapping,
    StepId,
    Unknown,
    Value,
    join_all,
)
from heldout.syntax import ir


def _comp(m: Machine, n: ir.Comp) -> Value:
    pieces = all_but(m, n) if n.kind == "list" else None
    if pieces is not None:
        return pieces
    m.overlays.append({})
    block = m.block
    m.block = Block("comprehension", Handle(m.leaf, n.at), block, (), m.frame.context, n)
    chosen = NOTHING_SEEN
    unordered: StepId | None = None
    left: Columns | None = None
    try:
        for target, source, conditions in n.clauses:
            iterated = evaluate(m, source)
            unordered = unordered or iterated.order
            one_by_one = None if conditions or len(n.clauses) > 1 else _items(m, n, iterated)
            if one_by_one is not None:
                return one_by_one
            item = elements(m, iterated, n.at)
            for name in _target_names(target):
                m.overlays[-1][name] = UNKNOWN
            assign(m, target, item)
            for condition in conditions:
                chosen |= evaluate(m, condition).seen
            if iterated.content == "columns" and len(n.clauses) == 1:
                left = left_by(m, n, iterated, target, conditions)
        value = evaluate(m, n.elt)
    finally:
        m.block = block
        m.overlays.pop()
    if n.kind == "dict" and isinstance(value.kind, Group):  # a key and what is under it
        order.kept(m, value, n.at, n.elt)
        return Value(Many(value.kind.items[1]), key=m.step_id(n.at))
    if n.kind == "set":
        return order.as_set(m, Value(Many(value), key=m.step_id(n.at)), n, value)
    if value.content == "columns":
        return Value(content="columns", seen=value.seen | chosen, key=m.step_id(n.at), columns=left)
    return Value(Many(_one_by_one(m, n, iterated, value)), key=m.step_id(n.at), order=unordered)


def _one_by_one(m: Machine, n: ir.Comp, iterated: Value, made: Value) -> Value:
    """`[embed(text) for text in texts]`: what a function makes of each row are these rows.

    Not of names, models, scores or numbers, nor of what holds other rows.
    """
    rows = iterated.rows
    if len(n.clauses) > 1 or rows is None or not isinstance(iterated.kind, Data) or n.kind == "dict":
        return made
    if iterated.content in ("index", "mask"):
        return made
    if not isinstance(made.kind, (Unknown, Bound, Data)) or made.content in ("columns", "index"):
        return made
    if m.models.attribute(m.class_of(iterated), "·item") or any(s.how == "score" for s in made.seen):
        return made
    model = m.models.cls(m.class_of(iterated))
    if model is None or model.indexing != "rows" or not _names(n.elt, set(_target_names(n.clauses[0][0]))):
        return made
    own = made.rows is None or all(path[0] in [p[0] for p in rows.paths] for path in made.rows.paths)
    if not own:
        return made
    if n.clauses[0][2]:
        rows = rows.narrow(Segment(("subset", m.step_id(n.at)), "kept", 0, kind="subset"))
    content = None if made.content == "statistic" else made.content
    return evolve(made, rows=rows, seen=made.seen | iterated.seen, content=content)


def _names(node: Any, wanted: set[str]) -> bool:
    """Whether an expression reads one of some names."""
    if isinstance(node, ir.Name):
        return node.id in wanted
    if isinstance(node, (tuple, list)):
        return any(_names(part, wanted) for part in node)
    return hasattr(node, "__attrs_attrs__") and any(_names(getattr(node, a.name), wanted) for a in node.__attrs_attrs__)


def _items(m: Machine, n: ir.Comp, iterated: Value) -> Value | None:
    """A comprehension over a known tuple: a list or dict of known items, too."""
    items = None if n.kind == "set" else known_items(iterated)
    if items is None:
        return None
    target = n.clauses[0][0]
    for name in _target_names(target):
        m.overlays[-1][name] = UNKNOWN

    def one(item: Value) -> Value:
        assign(m, target, item)
        return evaluate(m, n.elt)

    results = each(m, n.at, items, one)
    if n.kind != "dict":
        return Value(Group("list", tuple(results)))
    pairs = [v.kind.items for v in results if isinstance(v.kind, Group)]
    known: dict[object, Value] = {key.kind.value: v for key, v in pairs if isinstance(key.kind, Literal)}
    if len(known) == len(results):
        return Value(Mapping(tuple(known.items())))
    return Value(Many(join_all([v for _, v in pairs])), key=m.step_id(n.at))


def _target_names(target: ir.Expr) -> list[str]:
    if isinstance(target, ir.Name):
        return [target.id]
    if isinstance(target, ir.Seq):
        return [name for item in target.items for name in _target_names(item)]
    return _target_names(target.value) if isinstance(target, ir.Starred) else []


COMPREHENSIONS: dict[type, Callable[[Machine, Any], Value]] = {ir.Comp: _comp}
