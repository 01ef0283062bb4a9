"""Where a value comes from: the steps, parts of splits, and parameters that its keys and rows tell of."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from attrs import frozen

from heldout.semantics.graph import Step
from heldout.semantics.rows import Segment
from heldout.semantics.values import Bound, Either, Group, Many, StepId, Value
from heldout.semantics.values import Mapping as Dict


@frozen(cache_hash=True)
class Made:
    """The result of a step."""

    step: StepId


@frozen(cache_hash=True)
class Part:
    """A part of what a step split, by the name of the part."""

    step: StepId
    part: str


@frozen(cache_hash=True)
class Chosen:
    """Rows chosen by a slice or a mask, which no step made. `split` is the same for what lies on either side."""

    split: Hashable
    part: str


@frozen(cache_hash=True)
class Given:
    """A parameter of a function that nobody calls."""

    function: tuple[int, int]
    name: str


Origin = Made | Part | Chosen | Given
DEEPEST = 6
CHOICES = frozenset(["slice", "mask"])


class Origins:
    """Answers for the values of one graph. `parting` says whether a step's result comes in parts."""

    def __init__(self, steps: Mapping[StepId, Step], parting: frozenset[StepId], halves: frozenset[Hashable]) -> None:
        self._steps = steps
        self._parting = parting
        self._halves = halves  # slices and masks of which both sides are used
        self._known: dict[int, tuple[Value, tuple[Origin, ...]]] = {}

    def of(self, value: Value) -> tuple[Origin, ...]:
        """The nearest things that it was made from, in order, each once."""
        known = self._known.get(id(value))
        if known is None or known[0] is not value:
            found = list(dict.fromkeys(self._value(value, DEEPEST)))
            chosen = choice(value)
            if chosen is not None and chosen.split in self._halves:
                found.append(Chosen(chosen.split, chosen.part))
            if not found:
                found = list(dict.fromkeys(self._rows(value)))
            known = self._known[id(value)] = (value, tuple(found))
        return known[1]

    def _value(self, value: Value, depth: int) -> Iterator[Origin]:
        if depth:
            yield from self._key(value.key, depth - 1)
            kind = value.kind
            if isinstance(kind, Group):
                for item in kind.items:
                    yield from self._value(item, depth - 1)
            elif isinstance(kind, Dict):
                for _, item in kind.items:
                    yield from self._value(item, depth - 1)
            elif isinstance(kind, Either):
                for item in kind.options:
                    yield from self._value(item, depth - 1)
            elif isinstance(kind, Many):
                yield from self._value(kind.item, depth - 1)
            elif isinstance(kind, Bound):
                yield from self._value(kind.receiver, depth - 1)

    def _key(self, key: Hashable, depth: int) -> Iterator[Origin]:
        if isinstance(key, Value):
            yield from self._value(key, depth)
        if type(key) is not tuple or not depth:
            return
        if self._is_step(key):
            yield Made(key)
            return
        if len(key) == 4 and key[0] == "obj" and self._is_step(key[1:]):
            yield Made(key[1:])
            return
        if len(key) == 3 and key[0] == "param":
            yield Given(key[1], key[2])
            return
        for index, inner in enumerate(key):
            if type(inner) is tuple and self._is_step(inner) and inner in self._parting:
                part = key[index + 1] if index + 1 < len(key) else None
                if isinstance(part, (str, int)) and not isinstance(part, bool):
                    yield Part(inner, str(part))
                    continue
            yield from self._key(inner, depth - 1)

    def _is_step(self, key: Hashable) -> bool:
        return type(key) is tuple and len(key) == 3 and type(key[0]) is int and key in self._steps

    def _rows(self, value: Value) -> Iterator[Origin]:
        """For keys that were too deep to keep: the last split of each path, else its source."""
        for path in sorted([] if value.rows is None else value.rows.paths, key=repr):
            for end in reversed(path):
                if isinstance(end, Segment):
                    made: Any = end.split[1] if isinstance(end.split, tuple) and len(end.split) > 1 else None
                    if self._is_step(made):
                        yield Part(made, end.part) if made in self._parting else Made(made)
                        break
                else:
                    yield from self._key(end, 2)
                    break


def choice(value: Value) -> Segment | None:
    """The slice or mask that chose its rows last."""
    last = value.rows.last() if value.rows is not None else None
    return last if last is not None and last.kind in CHOICES else None
