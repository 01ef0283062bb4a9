"""Which columns a table holds, and how columns that a program makes were computed.

A table is spoken of by its `origin`: all columns of it but those that were dropped, or a list of names, and what was made and
added. Nothing is written down until something is known: a table without `columns` is all of its own key (`columns_of`). What
cannot be proved is unknown, and unknown accuses nobody.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from attrs import evolve, frozen

StepId = tuple[int, int, int]
NONE: frozenset[str] = frozenset()
Trace = tuple[str, StepId]
"""What happened on the way, and in which step: "future", "lag", "window", "centered", "aggregate", "date" (read as dates)."""


@frozen(cache_hash=True)
class Made:
    """How the numbers of one column were computed.

    `of`: the columns that went in. `ahead`: how many rows after its own the newest value stands that went in (negative: only
    earlier rows did), None when unknown. `one`: the column whose values these are, row by row, in whatever form.
    """

    of: frozenset[str]
    ahead: int | None = 0
    traces: frozenset[Trace] = frozenset()
    one: str | None = None

    def steps(self, *kinds: str) -> list[StepId]:
        """The steps that left a trace of some kinds, in order."""
        return sorted([step for kind, step in self.traces if kind in kinds])


@frozen(cache_hash=True)
class Columns:
    """The columns of a table (or array), or of a single column (`series`).

    `names`: exactly these; None: all of `origin` but `dropped`. `made`: those that were computed in the program. `unsure`:
    dropped on one way through the program and not on another. `grouped`: the step by which rows are in groups. `time`: what
    says that the rows stand in the order of time ("sorted"), or that they are labelled by dates ("index").
    """

    origin: Hashable
    names: frozenset[str] | None = None
    dropped: frozenset[str] = NONE
    made: tuple[tuple[str, Made], ...] = ()
    series: Made | None = None
    unsure: frozenset[str] = NONE
    grouped: StepId | None = None
    time: frozenset[Trace] = frozenset()

    def has(self, name: str) -> bool | None:
        """Whether a column that its origin has is among these; None when nobody knows."""
        if self.origin is None or name in self.unsure:
            return None
        return name in self.names if self.names is not None else name not in self.dropped

    def how(self, name: str) -> Made:
        """How a column was made; one that was not is itself."""
        known = next((made for key, made in self.made if key == name), None)
        if known is None:
            return Made(frozenset([name]), one=name)
        return evolve(known, of=known.of | {name}, one=name)

    def computed(self) -> Iterator[tuple[str, Made]]:
        """The columns among these that the program has made."""
        for name, made in self.made:
            if "…" in name or self.has(name) is not False:
                yield name, made


VAGUE = Columns(None)
"""Columns of which nothing is known any more."""


def said(made: str, name: str) -> bool:
    """Whether a column that was made may be the one of a name: `lag_…`, of which only a part is known, may be `lag_1`."""
    if "…" not in made:
        return made == name
    first, last = made.split("…", 1)[0], made.rsplit("…", 1)[1]
    return bool(first or last) and name.startswith(first) and name.endswith(last)


def only(columns: Columns, names: Iterable[str]) -> Columns:
    """Some of the columns, by name."""
    chosen = frozenset(names)
    made = tuple([item for item in columns.made if any(said(item[0], name) for name in chosen)])
    return evolve(columns, names=chosen, dropped=NONE, made=made, series=None)


def column(columns: Columns, name: str) -> Columns:
    """One column of a table."""
    return evolve(columns, names=frozenset([name]), dropped=NONE, made=(), series=columns.how(name))


def without(columns: Columns, names: Iterable[str]) -> Columns:
    """The columns that are left when some are dropped."""
    gone = frozenset(names)
    kept = None if columns.names is None else columns.names - gone
    made = tuple([item for item in columns.made if not any(said(item[0], name) for name in gone)])
    return evolve(columns, names=kept, dropped=columns.dropped | gone if kept is None else NONE, made=made)


def added(columns: Columns, name: str, made: Made | None) -> Columns:
    """A column set: new, or in place of the one of that name. What is made of the column itself is still that column."""
    others = tuple([item for item in columns.made if item[0] != name])
    if made is None:
        made = Made(NONE, ahead=None)
    itself = made.one == name and made.traces == columns.how(name).traces
    return evolve(
        columns,
        names=None if columns.names is None else columns.names | {name},
        dropped=columns.dropped - {name},
        unsure=columns.unsure - {name},
        made=columns.made if itself else tuple(sorted([*others, (name, made)], key=lambda item: item[0])),
    )


def renamed(columns: Columns, names: dict[str, str]) -> Columns:
    """Columns under other names."""
    made = {old: columns.how(old) for old in names if columns.has(old) is not False}
    left = without(columns, names)
    for old, new in names.items():
        if old in made:
            left = added(left, new, evolve(made[old], one=None))
    return left


def mixed(a: Made | None, b: Made | None) -> Made | None:
    """What is computed from two."""
    if a is None or b is None or a == b:
        return a or b
    ahead = None if a.ahead is None or b.ahead is None else max(a.ahead, b.ahead)
    return Made(a.of | b.of, ahead, a.traces | b.traces, a.one if a.one == b.one else None)


def merged(a: Columns | None, b: Columns | None) -> Columns | None:
    """What is known where two ways through a program meet."""
    if a == b:
        return a
    if a is None or b is None or a.origin != b.origin or a.names != b.names or a.origin is None:
        return VAGUE
    made = dict(a.made)
    for name, how in b.made:
        both = mixed(made.get(name), how)
        if both is not None:
            made[name] = both
    return Columns(
        a.origin,
        a.names,
        a.dropped & b.dropped,
        tuple(sorted(made.items(), key=lambda item: item[0])),
        mixed(a.series, b.series),
        (a.dropped ^ b.dropped) | a.unsure | b.unsure,
        a.grouped if a.grouped == b.grouped else None,
        a.time & b.time,
    )


def side_by_side(a: Columns, b: Columns, suffix: str) -> Columns:
    """A table that another was joined to: its own columns, and what is known to be made of the other's. A column that has the
    name of what it was made of meets that in the table, and gets a `suffix`.
    """
    made = a
    more = list(b.made)
    if b.series is not None and b.names is not None and len(b.names) == 1:
        more.append((next(iter(b.names)), b.series))
    for name, how in more:
        made = added(made, name + suffix if name in how.of and a.has(name) else name, how)
    return evolve(made, names=None if b.names is None else made.names, series=None)


def described(columns: Columns) -> str:
    """In words, for the printed graph: `all but churn`, `age, lag = lag(sales)`."""
    if columns.origin is None:
        return "some columns"
    words = sorted(columns.names) if columns.names is not None else ["all"]
    text = ", ".join(words[:8]) + (", …" if len(words) > 8 else "")
    if columns.dropped:
        text += f" but {', '.join(sorted(columns.dropped))}"
    made = [f"{name} = {_how(how)}" for name, how in columns.computed()]
    if columns.series is not None and columns.series.traces:
        made.append(_how(columns.series))
    return "; ".join([text, *made])


def _how(made: Made) -> str:
    kinds = sorted({kind for kind, _ in made.traces})
    inner = ", ".join(sorted(made.of))
    return f"{' '.join(kinds)}({inner})" if kinds else inner or "something"
