"""What the interpreter asks of the workspace, and what the programs of a workspace share."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Protocol

from attrs import define, field

from heldout.semantics.values import Context
from heldout.syntax import ir

if TYPE_CHECKING:
    from heldout.semantics.models import Models
    from heldout.semantics.record import Record

SHIFT = 24
"""Leaf ids of module n lie above n << SHIFT; those of the program itself are module 0."""
QUESTIONS = frozenset(["find", "child", "units", "name", "made", "acts"])
NOWHERE: Any = object()
"""The answer that there is nothing, as a region remembers it."""


@define(eq=False)
class Shared:
    """What all programs of a workspace share of the modules they import: numbers of contexts, and what modules did."""

    contexts: dict[tuple[int, ...], Context] = field(factory=dict)  # of calls, and of items (see `items`)
    sites: dict[Context, tuple[Context, int, int]] = field(factory=dict)
    records: dict[tuple[Models, int], list[Record]] = field(factory=dict)  # of each module, the last few


class Files(Protocol):
    """What the interpreter asks of the workspace. Answers stay the same objects while nothing changes.

    Modules are numbered from 1; `importer` 0 is the program itself.
    """

    @property
    def shared(self) -> Shared: ...

    @property
    def generation(self) -> Hashable:
        """Another one when some answer may have changed."""

    def find(self, importer: int, module: str, level: int) -> int | None:
        """The module that an import means; None where it is none of the workspace's."""

    def child(self, module: int, name: str) -> int | None:
        """A module inside a package."""

    def units(self, module: int) -> tuple[ir.Unit, ...]:
        """Its top-level statements."""

    def name(self, module: int) -> str:
        """Its dotted name."""

    def acts(self, importer: int, module: str, level: int, name: str) -> tuple[int, ...] | None:
        """The modules that do more than bind names, of those that an import means and all that they import in turn.

        None where the import means none of the workspace's.
        """

    def made(self, callee: str) -> str | None:
        """The modelled class of what a call makes; `callee` is a name that no model knows."""


def answer(files: Files, question: tuple[Any, ...]) -> Any:
    """The answer to a question that a program asked (see `Machine.ask`)."""
    kind, *rest = question
    if kind == "find":
        return files.find(*rest)
    if kind == "child":
        return files.child(*rest)
    if kind == "made":
        return files.made(*rest)
    if kind == "acts":
        return files.acts(*rest)
    return files.units(*rest) if kind == "units" else files.name(*rest)


def home(leaf: int) -> int:
    """The module that a leaf is in: 0 for the program itself."""
    return leaf >> SHIFT
