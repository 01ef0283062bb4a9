"""What a region did: what it read at its entry, what it wrote, and which steps it made (see `regions`)."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Any

from attrs import frozen

from heldout.semantics.files import SHIFT
from heldout.semantics.graph import Block, Step
from heldout.semantics.values import Context, Function, StepId, Value


@frozen(eq=False)
class Entry:
    """How a function of the user's was entered: beside the table, all that its run depends on."""

    kind: Function
    values: tuple[tuple[str, Value], ...]  # of its parameters
    context: Context
    written: tuple[str, ...]  # its arguments, as the caller wrote them
    block: Block  # in which it was called
    depth: int
    calls: tuple[tuple[int, int], ...]  # the functions that were running
    disorder: list[StepId]  # never changed in place

    def key(self, node: Any) -> Hashable:
        """What records of calls are found by."""
        return (self.context, self.kind, id(node), self.values, self.written)


NOT_KEPT = -1
"""Where the steps of a call are that a loop went through once more: nowhere, but what it returned was looked at."""


FEW = 16
"""Steps that are worked out together."""


@frozen(eq=False)
class Record:
    """What a region did.

    What it spends of a budget is counted when it is replayed, too, so that a budget depends on the program and not on what
    was run before.
    """

    reads: tuple[tuple[Hashable, Any], ...]
    writes: dict[Hashable, Any]
    steps: tuple[Step, ...]
    result: Value | None = None
    node: Any = None  # keeps the node alive, so that its identity stays its own
    changed: tuple[tuple[str, Value], ...] = ()  # a function: the parameters whose objects it changed, as it left them
    entry: Entry | None = None  # of a function
    inner: tuple[tuple[int, Record], ...] = ()  # the calls that it made, and where their steps begin in its own
    lost: frozenset[Hashable] = frozenset()  # what it wrote and took back: `writes` does not tell
    spent: int = 0  # statements and calls
    borrowed: int = 0  # those among them that are in other files
    loads: int = 0  # statements and calls of modules that it was the first to import
    left: int = 0  # what it was allowed to spend
    cut: bool = False  # whether it met the end of a budget: another budget makes another record
    exhausted: bool = False  # whether it stayed unknown, for want of budget, what something does

    @cached_property
    def regions(self) -> tuple[tuple[Step, ...], ...]:
        """Its steps, cut at its larger calls, so that what is known of the steps of a call need not be worked out again."""
        if len(self.steps) <= FEW:
            return (self.steps,) if self.steps else ()
        found: list[tuple[Step, ...]] = []
        done = 0
        for start, call in self.inner:
            if start != NOT_KEPT and len(call.steps) > FEW:
                found += [self.steps[done:start], *call.regions]
                done = start + len(call.steps)
        found.append(self.steps[done:])
        return tuple([region for region in found if region])

    @cached_property
    def called(self) -> frozenset[Hashable]:
        """The functions of the user's that ran, by fid."""
        return frozenset([k[1] for k, _ in self.reads if type(k) is tuple and k[0] == "def"])

    @cached_property
    def defined(self) -> tuple[Hashable, ...]:
        """The keys of the functions and classes it defined."""
        return tuple([k for k in self.writes if type(k) is tuple and _defines(k)])

    @cached_property
    def read_keys(self) -> frozenset[Hashable]:
        return frozenset([key for key, _ in self.reads])


def add_new(known: dict[Hashable, Any], new: dict[Hashable, Any]) -> None:
    """Add the entries whose keys are new."""
    if len(new) > 64:
        before = known.copy()
        known.update(new)
        known.update(before)
    else:
        for key, value in new.items():
            if key not in known:
                known[key] = value


def _defines(key: tuple[Any, ...]) -> bool:
    """Whether a key holds a function or class of the program itself, and not of a module that it imports."""
    if key[0] == "def":
        return key[1][0] >> SHIFT == 0  # type: ignore[no-any-return]
    return key[1:] == ("·node",) and key[0][2] >> SHIFT == 0
