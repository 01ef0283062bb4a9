"""What a region did: what it read at its entry, what it wrote, and which steps it made (see `machine`)."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Any

from attrs import frozen

from heldout.semantics.files import SHIFT
from heldout.semantics.graph import Step
from heldout.semantics.values import Value


@frozen(eq=False)
class Record:
    """What a region did."""

    reads: tuple[tuple[Hashable, Any], ...]
    writes: dict[Hashable, Any]
    steps: tuple[Step, ...]
    result: Value | None = None
    node: Any = None  # keeps the node alive, so that its identity stays its own
    changed: tuple[tuple[str, Value], ...] = ()  # a function: the parameters whose objects it changed, as it left them

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
