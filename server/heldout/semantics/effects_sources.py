"""Where rows come from: reads, loaders and downloads, and data sets that come in parts with a role of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable

from attrs import evolve

from heldout.semantics.callsite import Call, drawn_of, record, returned
from heldout.semantics.effects_data import kind_of_item, plain
from heldout.semantics.machine import Machine
from heldout.semantics.rows import Rows, Segment, union
from heldout.semantics.select import given_part
from heldout.semantics.values import NOTHING_SEEN, Data, Group, Literal, Value, constant, literal


def _source(m: Machine, c: Call) -> Value:
    """New rows: all of them, or the part that is asked for (`train=True`, `split="train[:80%]"`)."""
    asked = c.arg(str(c.model.facts["part"])) if "part" in c.model.facts else None
    if "part" in c.model.facts:
        default = c.model.facts.get("part-default")
        asked = literal(default) if asked is None and default is not None else asked
        root: Hashable = _same_source(m, c)
        if asked is not None and constant(asked, True) is not None:
            return _part(m, c, root, asked)
        rows = Rows.root(root)
    else:
        rows = Rows.root(c.id)
    result = Value(returned(m, c, None), rows, NOTHING_SEEN, None, c.id, drawn_of(c))
    if constant(c.args.keywords.get("return_X_y")) is True or c.model.facts.get("pair"):
        part = Value(kind_of_item(c), rows, key=c.id, drawn=drawn_of(c))
        result = Value(Group("tuple", (part, evolve(part, key=("target", c.id)))))
    if c.model.facts.get("train-test"):  # ((X_train, y_train), (X_test, y_test)): parts of one data set
        sides = []
        for role in ("train", "test"):
            chosen = rows.narrow(Segment(("given", c.id), role, 2, role))
            array = Value(kind_of_item(c), chosen, key=(c.id, role))
            sides.append(Value(Group("tuple", (array, evolve(array, key=(c.id, role, "target"))))))
        result = Value(Group("tuple", tuple(sides)))
    return record(m, c, result, rows)


def _same_source(m: Machine, c: Call) -> Hashable:
    """The root of a data set that is asked for more than once, a part at a time: the first call that asks for it."""
    of = c.model.facts.get("names-same", ())
    given = [v for v in [c.arg(name) for name in of] if v is not None]
    which = tuple([v.kind.value if isinstance(v.kind, Literal) else v.key or c.id for v in given])
    key = ("data set", c.name, repr(which))
    root = m.get(key)
    if root is None:
        m.put(key, c.id)
    return c.id if root is None else root


def _part(m: Machine, c: Call, root: Hashable, asked: Value) -> Value:
    """The part of a data set that is asked for, by name or by a switch; several of them as a list."""
    if isinstance(asked.kind, Group):
        names = [constant(item) for item in asked.kind.items]
    else:
        both = c.model.facts.get("both", ())
        names = list(both) if constant(asked) == "both" and both else [constant(asked)]
    parts = [Value(_kind(c), _rows(root, name, c), key=(c.id, i), drawn=drawn_of(c)) for i, name in enumerate(names)]
    result = parts[0] if len(parts) == 1 and not isinstance(asked.kind, Group) else Value(Group("list", tuple(parts)))
    if constant(c.args.keywords.get(str(c.model.facts.get("with-info")))) is True:
        result = Value(Group("tuple", (result, Value(key=("info", c.id)))))
    return record(m, c, result, union([_rows(root, name, c) for name in names]))


def _kind(c: Call) -> Data:
    """A part is the model's `item`, or what the call returns."""
    return Data(str(c.model.facts.get("item") or c.model.returns))


SLICED = re.compile(r"(?P<name>[\w.-]+)(?:\[(?P<lower>-?\d*)(?P<one>%?):(?P<upper>-?\d*)(?P<two>%?)\])?")


def _rows(root: Hashable, part: object, c: Call) -> Rows:
    """The rows of a part: `True` (train), "test", "train[:80%]", "train+test"."""
    whole = Rows.root(root)
    if isinstance(part, bool):
        return given_part(whole, "train" if part else "test", 2)
    if not isinstance(part, str):
        return whole.narrow(Segment(("given", c.id), "some", 0))
    found = [SLICED.fullmatch(text.strip()) for text in part.split("+")]
    return union([_sliced(given_part(whole, f["name"]), f) if f else whole for f in found])


def _sliced(rows: Rows, f: re.Match[str]) -> Rows:
    """`train[:80%]` and `train[80%:]` are the two sides of one slice."""
    lower, upper = f["lower"] or "", f["upper"] or ""
    if not lower and not upper:
        return rows
    if lower and upper:
        return rows.narrow(Segment(("slice", f[0]), "middle", 0, kind="slice"))
    bound, sign = (upper, f["two"]) if upper else (lower, f["one"])
    cut = int(bound) / 100 + (bound.startswith("-")) if sign else None  # counted from the end: -20% is 80%
    share = None if cut is None else cut if upper else 1 - cut
    return rows.narrow(Segment(("slice", bound + sign), "head" if upper else "tail", 2, None, share, "slice"))


def _hub(m: Machine, c: Call) -> Value:
    """What comes from a hub: a data set, or anything else."""
    return _source(m, c) if "part" in c.model.facts else plain(m, c)


SOURCE_EFFECTS: dict[str, Callable[[Machine, Call], Value]] = {"source": _source, "hub-load": _hub}
