"""Functions of the user's that an object of a library calls while it runs: `@trainer.on(event)`, `add_event_handler`."""

from __future__ import annotations

from typing import Any

from heldout.semantics.branching import repeat
from heldout.semantics.callsite import Call, oid_of
from heldout.semantics.graph import Block, Handle
from heldout.semantics.machine import Machine
from heldout.semantics.values import UNKNOWN, Bound, Function, Value
from heldout.syntax import ir

HANDLER = "·handler"
"""The name of what a call gives whose result decorates a handler."""
AT_MOST = 16


def keep(m: Machine, owner: Value | None, handler: Value | None) -> None:
    """Remember that the owner calls a function of the user's when it runs."""
    oid = oid_of(owner)
    if oid is not None and handler is not None and isinstance(handler.kind, Function):
        known: tuple[Value, ...] = m.get((oid, "·handlers")) or ()
        if handler not in known:
            m.put((oid, "·handlers"), (*known, handler)[:AT_MOST])


def decorated(m: Machine, decorator: Value, function: Value) -> None:
    """The same of a function under a decorator, if that is what it says."""
    if isinstance(decorator.kind, Bound) and decorator.kind.name == HANDLER:
        keep(m, decorator.kind.receiver, function)


def call_handlers(m: Machine, c: Call) -> None:
    """The receiver has run: it calls its handlers, in a loop that nobody wrote, each with itself if it takes anything."""
    oid = oid_of(c.receiver)
    known: tuple[Value, ...] = () if oid is None else m.get((oid, "·handlers")) or ()
    if not known:
        return
    m.put((oid, "·handlers"), None)  # whoever runs it within a handler does not begin again

    def body() -> bool:
        for handler in known:
            node: Any = m.get(("def", handler.kind.fid)) if isinstance(handler.kind, Function) else None
            if isinstance(node, (ir.FunctionDef, ir.Lambda)):
                takes = any(not p.star for p in node.params)
                m.invoke(handler, *((c.receiver or UNKNOWN,) if takes else ()))
        return False

    repeat(m, Block("loop", Handle(c.id[1], c.id[2]), m.block, (), m.frame.context, c.node), body)
    m.put((oid, "·handlers"), known)
