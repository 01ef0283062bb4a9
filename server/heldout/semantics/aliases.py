"""Two names of one object: what is changed in place under one of them is changed under the other.

`d = df` is noted with the names of both sides, and believed as long as both are worth the same: a table has a key of its own, so
that equal values are one object, and whatever else was bound to a name meanwhile is another one.
"""

from __future__ import annotations

from collections.abc import Sequence

from heldout.semantics.machine import Machine
from heldout.semantics.values import Data, Value
from heldout.syntax import ir
from heldout.syntax.written import text_of

Names = (ir.Name, ir.Attr)
MOST = 4
"""More names than that of one object are not followed."""


def note(m: Machine, target: ir.Expr, written: ir.Expr, value: Value) -> None:
    """`target = written` was run, and both are `value` now."""
    if not isinstance(target, Names):
        return
    if isinstance(written, ir.Seq):
        _note_items(m, target, written)
    if isinstance(written, ir.Call) and isinstance(value.kind, Data):  # a copy is worth the same, and another object
        _forget(m, target)
    if (
        not isinstance(written, Names)
        or not isinstance(value.kind, Data)
        or value.key is None
        or value.kind.cls.startswith("indexer:")
    ):
        return
    for one, other in ((target, written), (written, target)):
        known = _others(m, one)
        if all(text_of(node) != text_of(other) for node in known):
            m.put(_key(m, one), (*known, other)[-MOST:])


def _note_items(m: Machine, target: ir.Expr, written: ir.Seq) -> None:
    """`both = [train, test]`: what the items are called."""
    named = all(isinstance(item, ir.Name) for item in written.items)
    if isinstance(target, ir.Name) and named and 0 < len(written.items) <= MOST:
        m.put(_key(m, target, "items"), written)


def items_of(m: Machine, node: ir.Expr, items: Sequence[Value]) -> Sequence[ir.Expr] | None:
    """What the items of a list of tables are called; None where they have no names, or those stand for other things now."""
    written = m.get(_key(m, node, "items")) if isinstance(node, ir.Name) else node
    if not isinstance(written, ir.Seq) or len(written.items) != len(items) or len(items) > MOST:
        return None
    for name, item in zip(written.items, items, strict=True):
        if not isinstance(item.kind, Data) or item.rows is None or not isinstance(name, ir.Name):
            return None
        if m.evaluate(name).key != item.key:
            return None
    return written.items


def same_objects(m: Machine, node: ir.Expr) -> list[ir.Expr]:
    """The other names of what a name stands for, which is about to be changed in place."""
    if not isinstance(node, Names) or not _others(m, node):
        return []
    before = m.evaluate(node)
    if not isinstance(before.kind, Data) or before.key is None:
        return []
    found: list[ir.Expr] = []
    waiting: list[ir.Expr] = [node]
    seen = {text_of(node)}
    while waiting:
        for other in _others(m, waiting.pop()):
            if text_of(other) not in seen and m.evaluate(other) == before:
                seen.add(text_of(other))
                found.append(other)
                waiting.append(other)
    return found


def _forget(m: Machine, node: ir.Expr) -> None:
    others = _others(m, node)
    for other in others:
        m.put(_key(m, other), tuple([one for one in _others(m, other) if text_of(one) != text_of(node)]))
    if others:
        m.put(_key(m, node), ())


def _key(m: Machine, node: ir.Expr, what: str = "same") -> tuple[int, str]:
    return (m.frame.context, f"·{what} {text_of(node)}")


def _others(m: Machine, node: ir.Expr) -> tuple[ir.Expr, ...]:
    known: tuple[ir.Expr, ...] | None = m.get(_key(m, node))
    return known or ()
