"""The record of a call, when the code around the call was edited: what it did is the same, and where its steps stand is not.

Steps know the blocks around them up to the module, and rules read the code of these. So a call is replayed with the blocks of
now. What a call does depends on what sort of blocks stand around it (a loop, `no_grad`): where these differ it has to run.
"""

from __future__ import annotations

from attrs import evolve

from heldout.semantics.graph import Block, Step
from heldout.semantics.record import Entry, Record


def replaced_in(record: Record, entry: Entry) -> Record | None:
    """What a call did, with its steps in the blocks in which it is called now; None if these may make it do something else."""
    was = record.entry
    if was is None or was.disorder != entry.disorder:
        return None
    same = _same(was.block, entry.block)
    if same is None:
        return None
    return record if same else _moved(record, tuple(entry.block.around())[::-1], {}, {})


def _same(was: Block | None, now: Block | None) -> bool | None:
    """Whether blocks say the same; None if they are of another sort."""
    same = True
    while was is not now:
        if was is None or now is None or was.kind != now.kind or was.handle != now.handle:
            return None
        if was.what != now.what:
            if was.kind == "with":
                return None
            same = False
        same = same and was.node is now.node and was.owner == now.owner
        was, now = was.outer, now.outer
    return same


def _moved(record: Record, outside: tuple[Block, ...], blocks: dict[int, Block], steps: dict[int, Step]) -> Record:
    """`outside`: the blocks that stand around the whole, from the outermost on, since equal ones are not always the same.

    `blocks` and `steps`: those that were made, by the identity of what they stand for, which lives in the record.
    """
    for step in record.steps:
        if id(step) not in steps:
            steps[id(step)] = evolve(step, block=_block(step.block, outside, blocks))
    entry = record.entry
    return evolve(
        record,
        steps=tuple([steps[id(step)] for step in record.steps]),
        entry=None if entry is None else evolve(entry, block=_block(entry.block, outside, blocks)),
        inner=tuple([(start, _moved(call, outside, blocks, steps)) for start, call in record.inner]),
    )


def _block(block: Block, outside: tuple[Block, ...], blocks: dict[int, Block]) -> Block:
    made = blocks.get(id(block))
    if made is None:
        depth = len(list(block.around()))
        if depth <= len(outside):
            made = outside[depth - 1]
        else:
            assert block.outer is not None
            made = evolve(block, outer=_block(block.outer, outside, blocks))
        blocks[id(block)] = made
    return made
