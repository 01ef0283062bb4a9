"""Which columns of a table something was written to: what is dropped, or not chosen, no longer shows in what is left.

Only names that are written as constants are followed. What was not written under a name is in all columns.
"""

from __future__ import annotations

from attrs import evolve

from heldout.semantics.values import Either, Group, Literal, Seen, Value


def names_of(value: Value | None) -> frozenset[str] | None:
    """The column names that an index holds; None where they are not all known."""
    if value is None:
        return None
    kind = value.kind
    items = kind.items if isinstance(kind, Group) else kind.options if isinstance(kind, Either) else (value,)
    names = [item.kind.value for item in items if isinstance(item.kind, Literal) and isinstance(item.kind.value, str)]
    return frozenset(names) if names and len(names) == len(items) else None


def written(seen: frozenset[Seen], names: frozenset[str] | None, before: frozenset[Seen]) -> frozenset[Seen]:
    """What a table has seen (`before`) after something that had seen `seen` was written to some of its columns."""
    known = {(s.step, s.how, s.rows): s for s in before}
    result = set(before)
    for s in seen:
        old = known.get((s.step, s.how, s.rows))
        if old is not None and old.columns is None:
            continue
        result.discard(old)
        columns = None if names is None or s.how == "copies" else names | (old.columns or frozenset() if old else names)
        result.add(evolve(s, columns=columns))
    return frozenset(result)


def within(seen: frozenset[Seen], names: frozenset[str] | None) -> frozenset[Seen]:
    """What the chosen columns have seen."""
    if names is None or not any(s.columns for s in seen):
        return seen
    return frozenset([s for s in seen if s.columns is None or s.columns & names])


def without_columns(seen: frozenset[Seen], names: frozenset[str] | None) -> frozenset[Seen]:
    """What is left of it when columns are dropped."""
    if names is None or not any(s.columns for s in seen):
        return seen
    return frozenset([s for s in seen if s.columns is None or not s.columns <= names])
