"""What calls do that put data together or repeat it: below each other, side by side. One function a word of the models."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from heldout.semantics.callsite import Call, record, returned, seen_of
from heldout.semantics.effects_data import plain
from heldout.semantics.machine import Machine
from heldout.semantics.rows import Relation, Rows, Segment, relate, union
from heldout.semantics.values import NOTHING_SEEN, UNKNOWN, Data, Group, Many, Seen, Value, constant


def _concat(m: Machine, c: Call) -> Value:
    data = c.data()
    items = data.kind.items if data is not None and isinstance(data.kind, Group) else c.args.positional
    if data is not None and isinstance(data.kind, Many):
        items = (data.kind.item,)
    seen = frozenset().union(*[i.seen for i in items if isinstance(i, Value)]) if items else NOTHING_SEEN
    given = next((c.arg(name) for name in ("axis", "dim") if name in c.model.params), None)
    axis = c.model.facts.get("axis", 0) if given is None else constant(given, UNKNOWN)
    if str(constant(c.arg("how"), "")).startswith(("horizontal", "align")):
        axis = 1
    rows: Rows | None
    if axis in (0, "index", "rows", UNKNOWN):
        rows, added = _below(m, c, [i for i in items if isinstance(i, Value)], axis is not UNKNOWN)
        seen |= added
    else:
        known = [i.data_rows() for i in items if isinstance(i, Value)]
        rows = next((r for r in known if r is not None), None)
    unordered = next((v.order for v in (data, *items) if isinstance(v, Value) and v.order is not None), None)
    kind, content = returned(m, c, items[0] if items else None), None
    if items and all(isinstance(i, Value) and i.content == "index" for i in items):
        kind, content = items[0].kind, "index"
    result = Value(kind, rows, seen, content, c.id, order=unordered)
    return record(m, c, result, rows, seen)


def _append(m: Machine, c: Call) -> Value:
    """The rows of all that is given: `df.append(other)`, `np.append(a, b)`."""
    sides = [c.receiver] if c.receiver is not None and isinstance(c.receiver.kind, Data) else []
    sides += c.args.positional[: 2 - len(sides)]
    rows, added = _below(m, c, sides, True)
    seen = seen_of(c) | added
    return record(m, c, Value(returned(m, c, sides[0] if sides else None), rows, seen, None, c.id), rows, seen)


def _below(m: Machine, c: Call, items: Sequence[Value], certain: bool) -> tuple[Rows | None, frozenset[Seen]]:
    """The rows of tables below each other, and what they have seen by it: copies of themselves, where some come twice."""
    known = [i.data_rows() for i in items]
    present = [r for r in known if r is not None]
    rows = union(present) if present and len(present) == len(known) else None
    if rows is None or not certain or not _repeats(m, items):
        return rows, NOTHING_SEEN
    copies = Seen(c.id, rows, c.name, "copies")
    return rows.narrow(Segment(("copies", c.id), "all", 1, rows.role, None, "copies")), frozenset([copies])


def _repeats(m: Machine, tables: Sequence[Value]) -> bool:
    """Whether tables hold some rows twice. The columns of one table are not its rows."""
    for n, one in enumerate(tables):
        for other in tables[:n]:
            if one.rows is None or other.rows is None or not (_is_table(m, one) and _is_table(m, other)):
                continue
            relation = relate(one.rows, other.rows)
            if relation is Relation.SAME and (_chosen(one) or _chosen(other)):
                continue  # arrays that choose columns
            if relation not in (Relation.DISJOINT, Relation.UNKNOWN):
                return True
    return False


def _is_table(m: Machine, value: Value) -> bool:
    cls = m.class_of(value)
    return isinstance(value.kind, Data) and m.models.attribute(cls, "·column") != cls


def _chosen(value: Value) -> bool:
    return isinstance(value.key, tuple) and value.key[:1] in (("[]",), ("#",))


def _repeat(m: Machine, c: Call) -> Value:
    """`np.repeat(X, n, axis=0)`: every row several times."""
    data = c.data_or_receiver()
    rows = None if data is None else data.rows
    axis = constant(c.arg("axis"), 0)
    if data is None or rows is None or axis not in (0, None):
        return plain(m, c)
    chosen = rows.narrow(Segment(("copies", c.id), "all", 1, rows.role, None, "copies"))
    seen = data.seen | {Seen(c.id, rows, c.name, "copies")}
    return record(m, c, Value(data.kind, chosen, seen, data.content, c.id), rows, data.seen)


UNION_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {"concat": _concat, "append": _append, "repeat": _repeat}
