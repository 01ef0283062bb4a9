"""What others have found out: searches by somebody else's loop (a function of the user's is tried many times, and what scores
best is kept), and what a fitted object shows of what it learned."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from heldout.semantics.callsite import Call, learned, oid_of, record
from heldout.semantics.choosing import mark, note, scores
from heldout.semantics.graph import Block, Handle
from heldout.semantics.machine import Machine
from heldout.semantics.values import UNKNOWN, Function, Value


def _search(m: Machine, c: Call) -> Value:
    """`study.optimize(objective)`: the parameter named by `tries` is called, once for all trials; `best` names the attributes
    that hold what won.
    """
    function = c.arg(str(c.model.facts.get("tries", "")))
    node = m.get(("def", function.kind.fid)) if function is not None and isinstance(function.kind, Function) else None
    result = Value(key=c.id)
    if function is None or node is None:
        return record(m, c, result)
    block = m.block
    m.block = Block("comprehension", Handle(c.id[1], c.id[2]), block, (), m.frame.context, c.node)
    try:
        given = [Value(key=("param", function.kind.fid, p.name)) for p in node.params if not p.star]  # type: ignore[union-attr]
        found = scores(m.invoke(function, *given))
    finally:
        m.block = block
    record(m, c, result)
    if not found:
        return result
    note(m, c.id, c.name, found, c.node, c.args, result, c.model)
    chosen = evolve(result, seen=found | {mark(c.id, c.name, found)})
    for name in c.model.facts.get("best", ()):
        if oid_of(c.receiver) is not None:
            m.put((oid_of(c.receiver), name), evolve(chosen, key=(c.id, name)))
    return chosen


def _shows(m: Machine, c: Call) -> Value:
    """`selector.get_support()`: which columns a selector chose is something that it learned."""
    seen = learned(m, c.receiver)
    if c.receiver is not None:
        seen |= c.receiver.seen
    return record(m, c, Value(UNKNOWN.kind, None, seen, c.model.content or "statistic", c.id))


SEARCH_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {"search": _search, "shows": _shows}
