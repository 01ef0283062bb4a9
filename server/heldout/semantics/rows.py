"""Which rows a value holds: paths from a source through splits, folds, slices and samples.

A path is a root (a read, a loader, a parameter) followed by segments. Two paths that part at the same split into different
parts are disjoint; a path that goes on where another ends lies inside it. Whatever cannot be proved is unknown, and unknown
accuses nobody.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from enum import Enum

from attrs import evolve, field, frozen


@frozen(cache_hash=True)
class Segment:
    """One choice of rows. `split` identifies the choice; equal splits with different `part`s share no row.

    `parts` is how many parts make the whole (0: unknown, they never add up). `role` is what the part is for, when the split
    says so: "train", "test" or "validation". `share` is the part's fraction of the whole, None when not known.
    `kind`: "split", "fold", "slice", "mask", "sample" or "copies" (rows duplicated or synthesised from those before).
    """

    split: Hashable
    part: str
    parts: int = 2
    role: str | None = field(default=None, eq=False)
    share: float | None = None  # compared, so that an edit of it is seen by what stands below
    kind: str = field(default="split", eq=False)


Path = tuple[Hashable, ...]
"""A root, then Segments."""

INDEX_ROOT = "index"
"""The root of row numbers: applied to data, what follows it is appended to the path of the data."""


class Relation(Enum):
    SAME = "same"
    INSIDE = "inside"  # the first lies strictly inside the second
    CONTAINS = "contains"  # the first strictly contains the second
    OVERLAPPING = "overlapping"
    DISJOINT = "disjoint"
    UNKNOWN = "unknown"


@frozen(cache_hash=True)
class Rows:
    """A union of paths."""

    paths: frozenset[Path]

    @staticmethod
    def root(key: Hashable) -> Rows:
        """All rows of a source."""
        return Rows(frozenset([(key,)]))

    def narrow(self, segment: Segment) -> Rows:
        """The rows that `segment` chooses from these."""
        return Rows(normal([(*path, segment) for path in self.paths]))

    def apply(self, index: Rows) -> Rows:
        """The rows at the positions that `index` (a value of row numbers) holds."""
        return Rows(normal([path + choice[1:] for path in self.paths for choice in index.paths]))

    def last(self) -> Segment | None:
        """The last choice, where there is one and all paths agree on it."""
        ends = {path[-1] for path in self.paths}
        end = next(iter(ends)) if len(ends) == 1 else None
        return end if isinstance(end, Segment) else None

    @property
    def role(self) -> str | None:
        """The part these rows play in the innermost split that names one."""
        roles = {next((s.role for s in reversed(p) if isinstance(s, Segment) and s.role), None) for p in self.paths}
        return roles.pop() if len(roles) == 1 else None


def union(many: Iterable[Rows]) -> Rows:
    """All rows of `many`; parts that add up to a whole become the whole again."""
    paths: set[Path] = set()
    for rows in many:
        paths |= rows.paths
    if len(paths) > MOST_PATHS:
        return Rows.root(("many", hash(frozenset(paths))))
    return Rows(normal(paths))


MOST_PATHS = 24
"""More sources than that put together are a source of their own: comparing them all would cost more than it tells."""


def normal(paths: Iterable[Path]) -> frozenset[Path]:
    """The shortest way to say it: no path inside another, no set of parts that is a whole."""
    left = set(paths)
    changed = len(left) > 1
    while changed:
        changed = False
        for path in sorted(left, key=len, reverse=True):
            if any(path[:n] in left for n in range(1, len(path))):
                left.discard(path)
                changed = True
                continue
            end = path[-1]
            if not isinstance(end, Segment) or end.parts < 2:
                continue
            before = path[:-1]
            siblings = {p for p in left if p[:-1] == before and isinstance(p[-1], Segment) and p[-1].split == end.split}
            if len(siblings) == end.parts:
                left -= siblings
                left.add(before)
                changed = True
                break
    return frozenset(left)


BY_STEP = frozenset(["split", "fold", "sample"])
"""Choices made by one call: whatever it was given, its parts share no row. Slices and masks speak of one table only."""


def _paths(a: Path, b: Path) -> Relation:
    for x, y in zip(a, b, strict=False):
        if x == y:
            continue
        if isinstance(x, Segment) and isinstance(y, Segment) and x.split == y.split and x.part != y.part:
            return Relation.DISJOINT
        if isinstance(x, Segment) and isinstance(y, Segment) and (_ends_before(x, y) or _ends_before(y, x)):
            return Relation.DISJOINT
        ours, theirs = _choices(a), _choices(b)
        apart = any(parts.isdisjoint(theirs[split]) for split, parts in ours.items() if split in theirs)
        return Relation.DISJOINT if apart else Relation.UNKNOWN
    if len(a) == len(b):
        return Relation.SAME
    return Relation.INSIDE if len(a) > len(b) else Relation.CONTAINS


def _ends_before(x: Segment, y: Segment) -> bool:
    """Whether one slice ends where, or before, another begins: `[:n]` and `[n:m]`, `[:600]` and `[800:]`."""
    if not x.kind == y.kind == "slice" or not isinstance(x.split, tuple) or not isinstance(y.split, tuple):
        return False
    if x.split[0] != "slice" or y.split[0] != "slice" or x.part == "tail" or y.part == "head":
        return False
    return _at_most(x.split[-1], y.split[1])


def _at_most(a: Hashable, b: Hashable) -> bool:
    """Whether a position certainly lies at or before another: numbers, sums, fractions of one length."""
    if a is None or b is None or a == b:
        return a is not None and b is not None
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return (a < 0) == (b < 0) and a <= b
    if not isinstance(b, tuple):
        return False
    if b[:1] == ("+",) and a in b[1:] and not any(isinstance(part, (int, float)) and part < 0 for part in b[1:]):
        return True
    if isinstance(a, tuple) and len(a) == len(b):  # int(0.6 * n) and int(0.8 * n)
        unlike = [(p, q) for p, q in zip(a, b, strict=True) if p != q]
        return a[:1] in (("*",), ("call",)) and len(unlike) == 1 and _at_most(*unlike[0])
    return False


def _choices(path: Path) -> dict[Hashable, set[str]]:
    choices: dict[Hashable, set[str]] = {}
    for segment in path:
        if isinstance(segment, Segment) and segment.kind in BY_STEP:
            choices.setdefault(segment.split, set()).add(segment.part)
    return choices


def relate(a: Rows, b: Rows) -> Relation:
    """How the rows of `a` lie to those of `b`."""
    if a == b:
        return Relation.SAME
    if len(a.paths) == len(b.paths) > 1 and _cut_alike(a, b):
        return Relation.DISJOINT
    table = {(p, q): _paths(p, q) for p in a.paths for q in b.paths}
    if all(r is Relation.DISJOINT for r in table.values()):
        return Relation.DISJOINT
    within = (Relation.SAME, Relation.INSIDE)
    around = (Relation.SAME, Relation.CONTAINS)
    if all(any(table[p, q] in within for q in b.paths) for p in a.paths):
        return Relation.INSIDE
    if all(any(table[p, q] in around for p in a.paths) for q in b.paths):
        return Relation.CONTAINS
    if any(r in (Relation.SAME, Relation.INSIDE, Relation.CONTAINS) for r in table.values()):
        return Relation.OVERLAPPING
    return Relation.UNKNOWN


def _cut_alike(a: Rows, b: Rows) -> bool:
    """Whether two values are different parts of one cut through several sources put together."""
    x, y = a.last(), b.last()
    if x is None or y is None or x.split != y.split or x.part == y.part:
        return False
    return {path[:-1] for path in a.paths} == {path[:-1] for path in b.paths}


def parted_by(a: Rows, b: Rows) -> Segment | None:
    """The choice in `a` that keeps it apart from `b`; None where they are not known to be disjoint."""
    if relate(a, b) is not Relation.DISJOINT:
        return None
    for p in _in_order(a):
        for q in _in_order(b):
            for x, y in zip(p, q, strict=False):
                if isinstance(x, Segment) and isinstance(y, Segment) and x != y:
                    return x
    return None


def _in_order(rows: Rows) -> Iterable[Path]:
    return rows.paths if len(rows.paths) == 1 else sorted(rows.paths, key=repr)


def share(part: Rows, whole: Rows) -> float | None:
    """Which fraction of `whole` the rows `part` are, when every choice between them says so."""
    if len(part.paths) != 1 or len(whole.paths) != 1:
        return None
    inner, outer = next(iter(part.paths)), next(iter(whole.paths))
    if inner[: len(outer)] != outer:
        return None
    total = 1.0
    for segment in inner[len(outer) :]:
        if not isinstance(segment, Segment) or segment.share is None:
            return None
        total *= segment.share
    return total


def joined(a: Rows | None, b: Rows | None) -> Rows | None:
    """What is known where two branches meet: the wider of the two when one holds the other, else nothing."""
    if a == b:
        return a
    if a is None or b is None:
        return None
    relation = relate(a, b)
    if relation is Relation.INSIDE:
        return b
    return a if relation is Relation.CONTAINS else None


def whole(rows: Rows) -> Rows:
    """The rows that a loop over items (batches, chunks) has gone through when it is done."""
    paths = []
    for path in rows.paths:
        end = len(path)
        while end > 1 and isinstance(path[end - 1], Segment) and path[end - 1].kind == "item":  # type: ignore[attr-defined]
            end -= 1
        paths.append(path[:end])
    return Rows(normal(paths))


def as_split(rows: Rows) -> Rows:
    """The same rows, where their last choice was one of several folds of which no other is looked at."""
    paths = set()
    for path in rows.paths:
        end = path[-1]
        paths.add((*path[:-1], evolve(end, kind="split")) if isinstance(end, Segment) and end.kind == "fold" else path)
    return Rows(frozenset(paths))


def with_role(rows: Rows, role: str) -> Rows:
    """The same rows, their last choice known to play `role`."""
    return Rows(
        frozenset([(*p[:-1], evolve(p[-1], role=role)) if isinstance(p[-1], Segment) else p for p in rows.paths])
    )
