"""Where ways part and meet: alternatives run from one state, and what they leave is joined."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from heldout.semantics.graph import Block
from heldout.semantics.machine import Machine
from heldout.semantics.values import Value, join


def branches(m: Machine, sides: list[Callable[[], bool]]) -> bool:
    """Run alternatives from the same state and go on with what they leave; True when none goes on."""
    outcomes = [m.attempt(side) for side in sides]
    alive = [writes for writes, ended in outcomes if not ended]
    if not alive:
        # What was written before the end still matters to whoever catches or loops.
        alive = [writes for writes, _ in outcomes]
        ended = True
    else:
        ended = False
        m.lost.update(*[writes for writes, ends in outcomes if ends])
    keys: dict[Hashable, None] = {}
    for writes in alive:
        keys.update(dict.fromkeys(writes))
    for key in keys:
        before = m.vars.get(key)
        merged: Any = None
        for n, writes in enumerate(alive):
            value = writes.get(key, before)
            merged = value if n == 0 else merge(merged, value)
        m.put(key, merged)
    return ended


def merge(a: Any, b: Any) -> Any:
    """What is known of an entry of the table after two branches."""
    if a is None or b is None or a is b:
        return a if b is None else b
    if isinstance(a, Value) and isinstance(b, Value):
        return join(a, b)
    if isinstance(a, tuple) and isinstance(b, tuple):  # the fits of an estimator
        return a + tuple([fit for fit in b if fit not in a])
    return b


def repeat(m: Machine, block: Block, body: Callable[[], bool]) -> None:
    """Run what stands in a loop until what it reads at its start no longer changes: once, or twice where it feeds itself."""
    outer, m.block = m.block, block
    mark, calls = len(m.steps), len(m.inner)
    for last in (False, True):
        before = m.touched
        m.touched = {}
        writes, _ = m.attempt(body)
        reads, m.touched = m.touched, before
        for key, value in reads.items():
            if key not in before:
                before[key] = value
        again = False
        for key, value in writes.items():
            old = m.vars.get(key)
            new = merge(old, value)
            if key in reads and not (new is old or new == old):
                again = True
            m.put(key, new)
        if last or not again or len([b for b in block.around() if b.kind == "loop"]) > 2:
            break
        m.forget_steps(mark, calls)
    m.block = outer
