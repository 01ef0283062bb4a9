"""Where nodes and findings stand, and which of them stand at the same place."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from heldout.source.place import Place


class Marks:
    """The places of findings, asked line by line."""

    def __init__(self, spots: Iterable[Place]) -> None:
        self._by_line: dict[tuple[int, int], list[Place]] = {}
        for spot in spots:
            for line in _lines(spot):
                self._by_line.setdefault(line, []).append(spot)

    def touch(self, place: Place) -> bool:
        """Whether a finding shares a character with a place."""
        return any(
            place == spot or place.overlaps(spot) for line in _lines(place) for spot in self._by_line.get(line, ())
        )


class Homes:
    """Which nodes stand at which places."""

    def __init__(self, places: Mapping[Hashable, Iterable[Place]]) -> None:
        self._at: dict[Place, list[Hashable]] = {}
        self._by_line: dict[tuple[int, int], list[Place]] = {}
        for key, several in places.items():
            for place in several:
                if place not in self._at:
                    for line in _lines(place):
                        self._by_line.setdefault(line, []).append(place)
                self._at.setdefault(place, []).append(key)

    def of(self, spot: Place) -> list[Hashable]:
        """The nodes exactly at a place, else those of the smallest call around it, else of the largest inside it."""
        place: Place | None = spot
        if spot not in self._at:
            near = list(dict.fromkeys(place for line in _lines(spot) for place in self._by_line.get(line, ())))
            around = [place for place in near if _holds(place, spot)]
            inside = [place for place in near if _holds(spot, place)]
            place = min(around, key=_size) if around else max(inside, key=_size, default=None)
        return [] if place is None else self._at[place]


def _lines(place: Place) -> Iterator[tuple[int, int]]:
    return ((place.cell, line) for line in range(place.line, place.end_line + 1))


def _holds(outer: Place, inner: Place) -> bool:
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _size(place: Place) -> tuple[int, int]:
    return (place.end_line - place.line, place.end_column - place.column)
