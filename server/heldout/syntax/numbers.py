"""Numbers of nodes that hold while statements are typed in between.

The walk that lowers a leaf counts in blocks of 64: every statement begins a block. In the numbers of nodes (`at`) there is
room for 64 blocks before each, so that a statement that is put between two others finds numbers between theirs: order stays order, and the other
statements stay the very same objects, with their numbers. `places` says where each block stands; None: each after as much room.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from copy import copy
from typing import Any

from heldout.syntax import ir
from heldout.syntax.alike import fields, same_but_for_blocks

APART = 64
"""So many blocks could stand where one does."""
STEP = 4
"""So far from the statement before it one is put, where there is room."""
Places = tuple[int, ...]
COMPOUND = (ir.ClassDef, ir.FunctionDef, ir.If, ir.For, ir.While, ir.With, ir.Try)
SUITES = ("body", "orelse", "final")
WITHIN = (*SUITES, "handlers")


def number(count: int) -> int:
    """The number of a node that was counted as this one, as long as nothing was typed in between."""
    return ((count >> 6) + 1) * (APART << 6) | count & 63


def counted(at: int, places: Places | None) -> int:
    """How a node was counted; -1 for a number that nobody has."""
    block = at >> 6
    if places is None:
        return -1 if block % APART or block < APART else block // APART - 1 << 6 | at & 63
    index = bisect_left(places, block)
    return index << 6 | at & 63 if index < len(places) and places[index] == block else -1


def carried_on(
    old: ir.Suite, places: Places | None, new: ir.Suite, blocks: int, before: int
) -> tuple[ir.Suite, Places | None]:
    """`new`, with the statements of `old` in place of those that say the same, and its places.

    `old` itself is given where all say the same. `blocks` and `before`: how many `new` and `old` were counted in.
    """
    kept: dict[int, Any] = {}
    _match(old, new, kept)
    if blocks == before and len(old) == len(new) and all(id(statement) in kept for statement in new):
        return old, places
    known = _first(before) if places is None else places
    found = _placed(kept, new, known, blocks)
    if found is None:  # too much was typed at one place: all get new numbers
        return new, None
    moved = None if found == _first(blocks) else found
    return _renumbered(new, kept, moved), moved


def _first(blocks: int) -> Places:
    return tuple(range(APART, (blocks + 1) * APART, APART))


def _match(old: ir.Suite, new: ir.Suite, kept: dict[int, Any]) -> None:
    """Find what says the same from both ends; `kept`: the old statement, by the identity of the new one."""
    count = min(len(old), len(new))
    first = 0
    while first < count and same_but_for_blocks(old[first], new[first]):
        kept[id(new[first])] = old[first]
        first += 1
    last = 0
    count -= len(old) == len(new)  # the one that is not the same need not be compared once more
    while last < count - first and same_but_for_blocks(old[-1 - last], new[-1 - last]):
        kept[id(new[-1 - last])] = old[-1 - last]
        last += 1
    if (
        len(old) == len(new) == first + last + 1
    ):  # something was typed in one statement: what in it was not stays itself
        was, now = old[first], new[first]
        if type(was) is type(now) and isinstance(now, COMPOUND):
            for name in SUITES:
                _match(getattr(was, name, ()), getattr(now, name, ()), kept)
            for one, other in zip(getattr(was, "handlers", ()), getattr(now, "handlers", ()), strict=False):
                _match(one.body, other.body, kept)


def _placed(kept: dict[int, Any], new: ir.Suite, known: Places, blocks: int) -> Places | None:
    """Where the blocks of new statements stand; None where there is no room."""
    found: list[int | None] = [None] * blocks
    for now, was in _pairs(new, kept):
        here, there = _blocks(now), _blocks(was)
        for one, other in zip(here, there, strict=False):
            if found[one // APART - 1] not in (None, other) or len(here) != len(there):
                return None  # two statements of one line that were in two lines
            found[one // APART - 1] = other
    taken = {place for place in found if place is not None}
    free = [place for place in known if place not in taken]
    made: list[int] = []
    index = 0
    while index < blocks:
        place = found[index]
        if place is not None:
            if made and place <= made[-1]:
                return None
            made.append(place)
            index += 1
            continue
        end = index
        while end < blocks and found[end] is None:
            end += 1
        left = made[-1] if made else -1
        right = found[end] if end < blocks else None
        between = [p for p in free if p > left and (right is None or p < right)][: end - index]
        made += between
        left, missing = (made[-1] if made else left), end - index - len(between)
        if missing:
            if left < 0 and right is None:
                return None
            room = APART * (missing + 1) if right is None else right - left
            step = APART if right is None else min(STEP, room // (missing + 1))
            if step < 1:
                return None
            made += [left + step * (i + 1) for i in range(missing)]
        index = end
    return tuple(made)


def _pairs(suite: Sequence[Any], kept: dict[int, Any]) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for statement in suite:
        if id(statement) in kept:
            found.append((statement, kept[id(statement)]))
        elif isinstance(statement, COMPOUND):
            for name in SUITES:
                found += _pairs(getattr(statement, name, ()), kept)
            for handler in getattr(statement, "handlers", ()):
                found += _pairs(handler.body, kept)
    return found


def _blocks(node: Any) -> list[int]:
    """The blocks in which a statement has nodes, in order."""
    found: set[int] = set()
    stack = [node]
    while stack:
        node = stack.pop()
        if type(node) is tuple:
            stack.extend(node)
            continue
        for name in fields(type(node)):
            value = getattr(node, name)
            if name == "at":
                found.add(value >> 6)
            elif type(value) is tuple or hasattr(value, "__attrs_attrs__"):
                stack.append(value)
    return sorted(found)


def _renumbered(node: Any, kept: dict[int, Any], places: Places | None) -> Any:
    """A node with the numbers that its blocks have now (None: those that it has), and in it the statements that are kept.

    Where all is as it was, it is the node itself.
    """
    if type(node) is tuple:
        items = tuple([_renumbered(item, kept, places) for item in node])
        return node if all(map(_is, items, node)) else items
    if id(node) in kept:
        return kept[id(node)]
    made = node
    for name in fields(type(node)) if places is not None else _suites(type(node)):
        value = getattr(node, name)
        if name == "at":
            assert places is not None
            now = places[value // (APART << 6) - 1] << 6 | value & 63
            if now == value:
                continue
        elif type(value) is tuple or hasattr(value, "__attrs_attrs__"):
            now = _renumbered(value, kept, places)
        else:
            continue
        if now is not value:
            if made is node:
                made = copy(node)
            setattr(made, name, now)
    return made


def _suites(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a statement in which there are statements."""
    return tuple([name for name in WITHIN if name in fields(kind)]) if issubclass(kind, (*COMPOUND, ir.Handler)) else ()


def _is(a: Any, b: Any) -> bool:
    return a is b
