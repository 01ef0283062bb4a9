"""The code of a block as a tree: small statements are leaves, large ones a skeleton (their headers) with blocks in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import accumulate, chain
from typing import TypeVar

from attrs import define, field

from heldout.syntax import ir
from heldout.syntax.cut import Statement
from heldout.syntax.leaf import Leaf
from heldout.syntax.scan import Line

_N = TypeVar("_N")


@define(eq=False)
class Node:
    """One leaf, or one compound statement: the leaf of its headers and the blocks of its bodies.

    `kept` are the statements whose text a broken node swallowed (or replaced): they hold until it parses again, and stand
    about where they stood, counted in rows from the start of this node.
    """

    lines: tuple[Line, ...]
    last: Statement  # the last one in it, counted in `lines`
    leaf: Leaf
    unit: ir.Unit
    rows: int
    words: tuple[str, ...] = ()  # the keywords of its clauses
    blocks: tuple[tuple[int, Block | None], ...] = ()  # one for each clause: (row in this node, body)
    kept: tuple[tuple[int, Node], ...] = ()

    broken: bool = field(init=False)  # whether some leaf in here does not parse as it stands
    units: tuple[ir.Unit, ...] = field(init=False)  # what the interpreter runs for this node

    def __attrs_post_init__(self) -> None:
        self.broken = self.leaf.broken or any(block.broken for _, block in self.blocks if block is not None)
        self.units = (self.unit,)
        if self.kept:
            self.keep(self.kept)

    def keep(self, kept: tuple[tuple[int, Node], ...]) -> None:
        """Let this node, which is broken, go on with the statements of others."""
        self.kept = kept
        own = (self.unit,) if self.unit.body else ()
        self.units = own + tuple([unit for _, node in kept for unit in node.units])

    @cached_property
    def ids(self) -> tuple[int, ...]:
        """The ids of all leaves in here."""
        inner = [block.ids for _, block in self.blocks if block is not None]
        return (self.leaf.id, *chain.from_iterable(inner), *chain.from_iterable([node.ids for _, node in self.kept]))

    def leaves(self, kept: bool = True) -> Iterator[tuple[int, Leaf]]:
        """Every leaf with the row, in this node, of its first line; what is kept comes last, if at all."""
        yield self.lines[0].lead_rows, self.leaf
        for row, block in self.blocks:
            if block is not None:
                for inner, leaf in block.leaves(kept):
                    yield row + inner, leaf
        for row, node in self.kept if kept else ():
            for inner, leaf in node.leaves():
                yield row + inner, leaf


@define(eq=False)
class Block:
    """The nodes of a body, or of a cell. `ends[i]` is the index of the line after child i."""

    lines: tuple[Line, ...]
    children: tuple[Node, ...]
    ends: list[int]
    units: tuple[ir.Unit, ...]
    broken: bool

    @property
    def rows(self) -> int:
        """Physical lines."""
        return sum([child.rows for child in self.children])

    @cached_property
    def ids(self) -> tuple[int, ...]:
        """The ids of all leaves in here."""
        return tuple(chain.from_iterable([child.ids for child in self.children]))

    def leaves(self, kept: bool = True) -> Iterator[tuple[int, Leaf]]:
        """Every leaf with the row, in this block, of its first line."""
        row = 0
        for child in self.children:
            for inner, leaf in child.leaves(kept):
                yield row + inner, leaf
            row += child.rows


def make_block(lines: tuple[Line, ...], children: tuple[Node, ...], old: Block | None) -> Block:
    """A block of these children; its units are the very same tuple as before when each of them is."""
    ends = list(accumulate([len(child.lines) for child in children]))
    units = tuple(chain.from_iterable([child.units for child in children]))
    if old is not None and old.units == units:
        units = old.units
    return Block(lines, children, ends, units, any(child.broken for child in children))


def fill(statement: ir.Stmt, words: Sequence[str], bodies: Sequence[ir.Suite | None]) -> ir.Stmt | None:
    """A statement whose bodies are dummies, with the true ones in their place; None when the clauses do not fit.

    A body of None stays what it is: it is written in the line of its header.
    """

    def body(index: int, present: ir.Suite) -> ir.Suite:
        given = bodies[index] if index < len(bodies) else None
        return present if given is None else given

    def rest(index: int, word: str, present: ir.Suite) -> ir.Suite:
        return body(index, present) if index < len(words) and words[index] == word else present

    if isinstance(statement, (ir.FunctionDef, ir.ClassDef, ir.With)):
        return _with(statement, body=body(0, statement.body))
    if isinstance(statement, (ir.For, ir.While)):
        return _with(statement, body=body(0, statement.body), orelse=rest(1, "else", statement.orelse))
    if isinstance(statement, ir.If):
        orelse = statement.orelse
        if len(words) > 1 and words[1] == "elif":
            inner = fill(orelse[0], words[1:], bodies[1:]) if len(orelse) == 1 else None
            if inner is None:
                return None
            orelse = (inner,)
        else:
            orelse = rest(1, "else", orelse)
        return _with(statement, body=body(0, statement.body), orelse=orelse)
    if isinstance(statement, ir.Match):
        cases = tuple([_with(case, body=body(i, case.body)) for i, case in enumerate(statement.cases, 1)])
        return _with(statement, cases=cases)
    if isinstance(statement, ir.Try):
        count = len(statement.handlers)
        if words.count("except") != count:
            return None
        handlers = tuple([_with(h, body=body(i, h.body)) for i, h in enumerate(statement.handlers, 1)])
        after = count + 1
        orelse = rest(after, "else", statement.orelse)
        if after < len(words) and words[after] == "else":
            after += 1
        final = rest(after, "finally", statement.final)
        return _with(statement, body=body(0, statement.body), handlers=handlers, orelse=orelse, final=final)
    return None


def _with(node: _N, **changes: object) -> _N:
    """A copy with other bodies; the node itself may be shared by equal texts."""
    new = copy(node)
    for name, value in changes.items():
        setattr(new, name, value)
    return new
