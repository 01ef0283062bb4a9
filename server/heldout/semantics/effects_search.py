"""What others have found out: searches by somebody else's loop (a function of the user's is tried many times, and what scores
best is kept, or gets every batch), and what a fitted object shows of what it learned."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from heldout.semantics.callsite import Call, learned, oid_of, record, rows_in
from heldout.semantics.choosing import mark, note, score_of, scores
from heldout.semantics.evaluate import elements
from heldout.semantics.graph import Arguments, Block, Handle
from heldout.semantics.handlers import HANDLER, call_handlers, keep
from heldout.semantics.machine import Machine
from heldout.semantics.values import UNKNOWN, Bound, Function, Value


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


def _each(m: Machine, c: Call) -> Value:
    """`engine.run(loader)`: the function that the engine was made with gets the engine and every batch, in a loop of its own.

    What it measures on the way are scores of these rows; the attribute named by `keeps` holds them.
    """
    function, data = m.get((oid_of(c.receiver), "·function")), c.data()
    rows = None if data is None else rows_in(data)
    mark = len(m.steps)
    if function is not None and data is not None:
        block = m.block
        m.block = Block("loop", Handle(c.id[1], c.id[2]), block, (), m.frame.context, c.node)
        try:
            m.call(function, c.node, Arguments((c.receiver or UNKNOWN, elements(m, data, c.node.at))))
        finally:
            m.block = block
    result = Value(seen=score_of(c.id, rows, c.cls), key=c.id)
    if "keeps" in c.model.facts and oid_of(c.receiver) is not None:
        m.put((oid_of(c.receiver), str(c.model.facts["keeps"])), result)
    asked = [s for step in m.steps[mark:] if step.op == "forward" for s in step.seen_before if s.how == "model"]
    record(m, c, result, rows, frozenset(asked))
    call_handlers(m, c)
    return result


def _handler(m: Machine, c: Call) -> Value:
    """`engine.add_event_handler(event, handler)`, or `@engine.on(event)`: the object calls a function when it runs."""
    keep(m, c.receiver, c.arg(str(c.model.facts["calls"])) if "calls" in c.model.facts else None)
    return record(m, c, Value(Bound(c.receiver or UNKNOWN, HANDLER), key=c.id))


SEARCH_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {
    "search": _search,
    "shows": _shows,
    "each": _each,
    "handler": _handler,
}
