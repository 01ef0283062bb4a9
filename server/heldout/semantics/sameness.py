"""Whether two runs of the same code made the same steps: what rules have seen of them already."""

from __future__ import annotations

from collections.abc import Sequence

from heldout.semantics.graph import Arguments, Block, Step
from heldout.syntax.alike import alike

MOST = 400
"""More steps are not compared: then looking again costs no more."""


def differing(then: Sequence[Step], now: Sequence[Step]) -> list[Step]:
    """The steps of both that are not, in the same order, in the other."""
    if len(then) > MOST or len(now) > MOST:
        return [*then, *now]
    blocks: dict[tuple[int, int], bool] = {}
    count = min(len(then), len(now))
    front = 0
    while front < count and _same(then[front], now[front], blocks):
        front += 1
    back = 0
    while back < count - front and _same(then[-1 - back], now[-1 - back], blocks):
        back += 1
    return [*then[front : len(then) - back], *now[front : len(now) - back]]


def _same(a: Step, b: Step, blocks: dict[tuple[int, int], bool]) -> bool:
    """Whether all that a rule may know of two steps is equal, but for the code of the blocks around them."""
    if a is b:
        return True
    return (
        a.node is b.node
        and a.id == b.id
        and a.op == b.op
        and a.name == b.name
        and a.model is b.model
        and a.cls == b.cls
        and a.result == b.result
        and a.receiver == b.receiver
        and a.rows == b.rows
        and _same_arguments(a.args, b.args)
        and a.seen_before == b.seen_before
        and a.fits == b.fits
        and a.watched == b.watched
        and a.stops == b.stops
        and _same_blocks(a.block, b.block, blocks)
    )


def _same_arguments(a: Arguments, b: Arguments) -> bool:
    return a.positional == b.positional and a.keywords == b.keywords and a.spread == b.spread and a.more == b.more


def _same_blocks(a: Block, b: Block, known: dict[tuple[int, int], bool]) -> bool:
    if a is b:
        return True
    key = (id(a), id(b))
    same = known.get(key)
    if same is None:
        same = known[key] = (
            a.kind == b.kind
            and a.handle == b.handle
            and a.context == b.context
            and a.what == b.what
            and a.owner == b.owner
            and alike(getattr(a.node, "params", ()), getattr(b.node, "params", ()))
            and (a.outer is b.outer if a.outer is None or b.outer is None else _same_blocks(a.outer, b.outer, known))
        )
    return same
