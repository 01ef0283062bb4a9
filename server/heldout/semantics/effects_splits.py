"""What calls that choose rows do: splits, folds, parts and samples. One function a word of the models."""

from __future__ import annotations

from collections.abc import Callable

from heldout.semantics.callsite import Call, drawn_of, record
from heldout.semantics.chosen import remember_choice
from heldout.semantics.machine import Machine
from heldout.semantics.rows import INDEX_ROOT, Rows, Segment
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    Data,
    Group,
    Many,
    Mapping,
    Seen,
    Value,
    constant,
)


def _split(m: Machine, c: Call) -> Value:
    """train_test_split: (a_train, a_test, b_train, b_test, …)."""
    share = _test_share(c)
    results: list[Value] = []
    rows = seen = None
    arrays = c.args.positional if c.model.data != ("self",) or c.receiver is None else (c.receiver,)
    for data in arrays:
        whole = data.data_rows()
        if rows is None:
            rows, seen = whole, data.seen
        for role, fraction in (("train", None if share is None else 1 - share), ("test", share)):
            chosen = None if whole is None else whole.narrow(Segment(("split", c.id), role, 2, role, fraction))
            kind = data.kind if isinstance(data.kind, Data) else UNKNOWN.kind
            results.append(
                Value(kind, chosen, data.seen, data.content, ("split", c.id, role, len(results) // 2), drawn_of(c))
            )
    keys = c.model.facts.get("keys", ())
    if c.args.spread or not results:
        result = Value(key=c.id)
    elif keys:
        result = Value(Mapping(tuple(zip(keys, results, strict=False))))
    else:
        result = Value(Group("list", tuple(results)))
    return record(m, c, result, rows, seen or NOTHING_SEEN)


def _test_share(c: Call) -> float | None:
    for name, invert in (("test_size", False), ("train_size", True)):
        value = c.arg(name)
        if value is not None:
            given = constant(value)
            if isinstance(given, float) and 0 < given < 1:
                return round(1 - given if invert else given, 6)
            return None
    default = c.model.facts.get("default-test")
    return float(default) if default is not None else None


def _folds(m: Machine, c: Call) -> Value:
    """A splitter's split(): pairs of row numbers."""
    data = c.data()
    rows = None if data is None else data.data_rows()
    pair = []
    for role in ("train", "test"):
        segment = Segment(("folds", c.id), role, 2, role, kind="fold")
        pair.append(Value(Data("index"), Rows.root(INDEX_ROOT).narrow(segment), NOTHING_SEEN, "index", (c.id, role)))
    return record(
        m, c, Value(Many(Value(Group("tuple", tuple(pair))))), rows, NOTHING_SEEN if data is None else data.seen
    )


def _role(c: Call, i: int, shares: list[object], rows: Rows) -> str | None:
    """Of two parts of a whole data set the larger first is for training: `train, test = df.randomSplit([0.8, 0.2])`."""
    roles = c.model.facts.get("roles")
    first = shares[0]
    larger = len(shares) == 2 and isinstance(first, float) and 0.5 < first < 1
    return str(roles[i]) if roles and larger and rows.role is None else None


MOST_PARTS = 20
"""More parts than that nobody tells apart by name."""


def _parts(m: Machine, c: Call) -> Value:
    """random_split and its like: as many disjoint parts as there are lengths."""
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    cuts = c.model.facts.get("cuts")
    lengths = c.arg(str(cuts or c.model.facts.get("lengths", "lengths")))
    sizes = lengths.kind.items if lengths is not None and isinstance(lengths.kind, Group) else ()
    if cuts and sizes:  # n places to cut at leave n + 1 parts
        sizes = (UNKNOWN,) * (len(sizes) + 1)
    number = constant(lengths)
    if isinstance(number, int) and 1 < number <= MOST_PARTS:
        sizes = (UNKNOWN,) * number
    if constant(c.arg("axis"), 0) not in (0, None):
        sizes = ()
    count = len(sizes)
    if rows is None or data is None or not count:
        return record(m, c, Value(key=c.id), rows)
    parts = []
    shares = [constant(size) for size in sizes]
    for i, given in enumerate(shares):
        share = given if isinstance(given, float) and 0 < given < 1 else None
        segment = Segment(("parts", c.id), str(i), count, _role(c, i, shares, rows), share)
        kind = Data(c.model.returns) if c.model.returns and c.model.returns != "same" else data.kind
        content = "index" if data.content == "index" else None
        part = Value(kind, rows.narrow(segment), data.seen, content, (c.id, i), drawn_of(c))
        numbers = Value(Data("index"), Rows.root(INDEX_ROOT).narrow(segment), NOTHING_SEEN, "index", (c.id, i, "index"))
        remember_choice(m, part, data, numbers, c.model.returns)
        parts.append(part)
    return record(m, c, Value(Group("list", tuple(parts))), rows, data.seen)


def _sample(m: Machine, c: Call) -> Value:
    data = c.data_or_receiver()
    rows = None if data is None else data.data_rows()
    given = c.arg("frac") or c.arg("fraction")
    share = constant(given)
    seen = NOTHING_SEEN if data is None else data.seen  # how many are drawn tells nothing of the rows
    op = ""
    if (
        rows is not None
        and constant(c.arg("replace") or c.arg("with_replacement") or c.arg("withReplacement"), False) is True
    ):
        seen |= {Seen(c.id, rows, c.name, "copies")}
        chosen: Rows | None = rows.narrow(Segment(("copies", c.id), "all", 1, rows.role, None, "copies"))
        op = "resample-rows"
    elif share in (1, 1.0) or rows is None:  # sample(frac=1) only shuffles
        chosen = rows
    else:
        fraction = share if isinstance(share, float) and 0 < share < 1 else None
        chosen = rows.narrow(Segment(("sample", c.id), "in", 2, None, fraction, "sample"))
    kind = UNKNOWN.kind if data is None else data.kind
    before = NOTHING_SEEN if data is None else data.seen
    return record(m, c, Value(kind, chosen, seen, None, c.id, drawn_of(c)), rows, before, op)


SPLIT_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {
    "split": _split,
    "folds": _folds,
    "parts": _parts,
    "sample": _sample,
}
