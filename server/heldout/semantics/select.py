"""Choosing rows: slices, masks, positions and labels, and the symbols by which two choices are known to be one."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from attrs import evolve

from heldout.semantics.lookup import lookup
from heldout.semantics.machine import Machine
from heldout.semantics.rows import INDEX_ROOT, Relation, Rows, Segment, relate
from heldout.semantics.values import (
    MASKS,
    UNKNOWN,
    Data,
    Either,
    Group,
    Literal,
    Many,
    Seen,
    Unknown,
    Value,
    compact,
    constant,
)
from heldout.semantics.written import names_of, within
from heldout.syntax import ir
from heldout.syntax.written import text_of

PURE = frozenset(["len", "int", "round", "abs", "min", "max", "sum", "math.floor", "math.ceil", "np.floor", "np.ceil"])
OTHER = {"train": "test", "head": "tail", "yes": "no", "in": "out"}
OTHER.update({v: k for k, v in OTHER.items()})
ROLE_NAMES = {
    "train": "train", "training": "train", "test": "test", "testing": "test", "holdout": "test",
    "val": "validation", "valid": "validation", "validation": "validation", "dev": "validation",
}  # fmt: skip


def symbol(m: Machine, node: ir.Expr | None) -> Hashable:
    """An expression's identity: equal symbols are the same number. Calls that are not pure are only equal to themselves."""
    return compact(_symbol(m, node))


def _symbol(m: Machine, node: ir.Expr | None) -> Hashable:
    if node is None:
        return None
    if isinstance(node, ir.Const):
        return node.value if isinstance(node.value, (int, float, str, bool)) else repr(node.value)
    if isinstance(node, ir.Name):
        value = lookup(m, node.id)
        if isinstance(value.kind, Literal):
            inner = value.kind.value
            return inner if isinstance(inner, (int, float, str, bool)) else repr(inner)
        return value.key if value.key is not None else ("value", value)
    if isinstance(node, ir.Call):
        if text_of(node.func) in PURE:
            return ("call", text_of(node.func), *[symbol(m, a.value) for a in node.args])
        return m.step_id(node.at)
    if isinstance(node, ir.Binary):
        return (node.op, symbol(m, node.left), symbol(m, node.right))
    if isinstance(node, ir.Unary):
        return (node.op, symbol(m, node.value))
    if isinstance(node, ir.Attr):
        return (".", symbol(m, node.base), node.name)
    if isinstance(node, ir.Subscript):
        return ("[]", symbol(m, node.base), symbol(m, node.index))
    return ("at", *m.step_id(node.at))


def fraction(sym: Hashable) -> float | None:
    """The fraction in a size such as int(len(X) * 0.8)."""
    if isinstance(sym, float) and 0 < sym < 1:
        return sym
    if isinstance(sym, tuple):
        for part in sym:
            found = fraction(part)
            if found is not None:
                return found
    return None


def _negative(bound: Hashable) -> Hashable:
    """What a bound counts from the end: -n gives n, else None."""
    if isinstance(bound, (int, float)) and not isinstance(bound, bool) and bound < 0:
        return -bound
    return bound[1] if isinstance(bound, tuple) and len(bound) == 2 and bound[0] == "-" else None


def slice_segment(m: Machine, s: ir.Slice) -> Segment | None:
    """What a slice chooses; None for all rows."""
    lower, upper = symbol(m, s.lower), symbol(m, s.upper)
    if s.lower is None and s.upper is None:
        return None if s.step is None else Segment(("step", symbol(m, s.step)), "some", 0, kind="slice")
    if s.step is not None or (s.lower is not None and s.upper is not None and lower != 0):
        return Segment(("slice", lower, upper), "middle", 0, kind="slice")
    bound = upper if s.upper is not None else lower
    part = "head" if s.upper is not None else "tail"
    # X[:n] and X[-n:] are n of the rows, X[n:] and X[:-n] the others.
    share = fraction(bound)
    if share is not None and (part == "head") == (_negative(bound) is not None):
        share = 1 - share
    return Segment(("slice", bound), part, 2, None, share, "slice")


def given_part(rows: Rows, name: str, parts: int = 0) -> Rows:
    """A part that a data set comes with: `splits["train"]`, `MNIST(train=True)`. Parts of other names are other rows."""
    root = min([path[0] for path in rows.paths], key=repr)
    return rows.narrow(Segment(("given", root), name, parts, ROLE_NAMES.get(name.lower())))


def select(m: Machine, base: Value, node: ir.Expr, index: Value) -> Value:
    """`base[index]` for data and for what is unknown."""
    part = _select(m, base, node, index)
    if (base.order is None and base.drawn is None) or not isinstance(part.kind, Data):
        return part
    return evolve(part, drawn=base.drawn, order=base.order)


def _select(m: Machine, base: Value, node: ir.Expr, index: Value) -> Value:
    kind = base.kind
    if not isinstance(kind, Data):
        key = index.kind.value if isinstance(index.kind, Literal) else symbol(m, node)
        if isinstance(node, ir.Slice):
            rows = base.data_rows()
            if rows is None:
                return UNKNOWN
            segment = slice_segment(m, node)
            chosen = rows if segment is None else rows.narrow(segment)
            return evolve(base, rows=chosen, key=compact(("[]", base.key, segment)))
        rows = base.data_rows()
        if index.content in ("index", *MASKS) and rows is not None:
            return Value(
                kind, choose(m, rows, node, index), base.seen, base.content, compact(("[]", base.key, index.key))
            )
        whole = base.key if base.key is not None else m.step_id(node.at)
        seen, content = base.seen, base.content if base.content in ("columns", "pairs", "statistic") else None
        if content == "pairs" and isinstance(index.kind, (Literal, Group)):  # of every column with that one
            seen, content = frozenset([evolve(s, how="labels") for s in seen]), "statistic"
        elif content == "columns":  # names chosen by a mask or by their numbers
            seen |= index.seen
        return Value(Unknown(), None, seen, content, compact(("[]", whole, repr(key))), base.drawn)
    rows = base.data_rows()
    cls = kind.cls
    if cls.startswith("indexer:"):
        plain = cls[len("indexer:") :]
        if isinstance(node, ir.Seq) and node.kind == "tuple" and isinstance(index.kind, Group) and index.kind.items:
            first, value = node.items[0], index.kind.items[0]
            return Value(
                Data(plain),
                choose(m, rows, first, value),
                within(base.seen, names_of(index.kind.items[-1])) | choosing(index.kind.items[-1]),
                base.content,
                compact(("[]", base.key, _key(m, node))),
            )
        return Value(
            Data(plain),
            choose(m, rows, node, index),
            base.seen,
            base.content,
            compact(("[]", base.key, _key(m, node))),
        )
    model = m.models.cls(cls)
    style = model.indexing if model is not None else ""
    key = compact(("[]", base.key, _key(m, node)))
    if style in ("frame", "fields"):
        if _names_columns(m, node, index) or _chosen_columns(index, rows):
            one = isinstance(index.kind, (Either, Literal)) or isinstance(node, ir.Const)
            column = m.models.attribute(cls, "·column") if one else None
            return Value(
                Data(column or cls), rows, within(base.seen, names_of(index)) | choosing(index), base.content, key
            )
        return Value(kind, choose(m, rows, node, index), base.seen, base.content, key)
    name = constant(index)
    if style == "cells":  # of the text in every row
        return Value(Data(m.models.attribute(cls, "·column") or cls), rows, base.seen, base.content, key)
    if style == "parts":
        part = given_part(rows, name) if rows is not None and isinstance(name, str) else choose(m, rows, node, index)
        return Value(Data(m.models.attribute(cls, "·item") or cls), part, base.seen, None, key)
    if isinstance(name, str):  # a field, of every row
        return Value(kind, rows, base.seen, base.content, key, base.drawn)
    if isinstance(node, ir.Seq) and node.kind == "tuple" and isinstance(index.kind, Group) and index.kind.items:
        first, value = node.items[0], index.kind.items[0]
        seen = base.seen.union(*[choosing(item) for item in index.kind.items[1:]])
        return Value(kind, choose(m, rows, first, value), seen, base.content, key, base.drawn)
    return Value(kind, choose(m, rows, node, index), base.seen, base.content, key, base.drawn)


def _key(m: Machine, node: ir.Expr) -> Hashable:
    if isinstance(node, ir.Slice):
        return (symbol(m, node.lower), symbol(m, node.upper))
    if isinstance(node, ir.Seq):
        return tuple([_key(m, item) for item in node.items])
    return symbol(m, node)


def _names_columns(m: Machine, node: ir.Expr, index: Value) -> bool:
    kind = index.kind
    if index.content == "columns" or isinstance(kind, (Literal, Many)):
        return True
    if isinstance(kind, Data) and (kind.cls == "builtins.str" or (kind.cls == "builtins.list" and index.rows is None)):
        return True
    if isinstance(kind, Either):  # the variable of a loop over names
        return names_of(index) is not None
    return isinstance(kind, Group) and not isinstance(node, ir.Slice)


def choosing(index: Value) -> frozenset[Seen]:
    """What columns have seen by being chosen: labels. That a column is often empty, or never changes, tells nothing of them."""
    return frozenset([s for s in index.seen if s.how == "labels"])


def _chosen_columns(index: Value, rows: Rows | None) -> bool:
    """Whether an index that nobody knows was computed from statistics, and so names columns."""
    if index.content in ("index", "mask") or not any(s.how in ("labels", "statistic") for s in index.seen):
        return False
    own = index.data_rows()
    return own is None or rows is None or relate(own, rows) is Relation.UNKNOWN


def choose(m: Machine, rows: Rows | None, node: ir.Expr, index: Value) -> Rows | None:
    """The rows that an index chooses."""
    if rows is None:
        return None
    if isinstance(node, ir.Slice):
        segment = slice_segment(m, node)
        return rows if segment is None else rows.narrow(segment)
    if index.content in MASKS:
        key = index.key[1] if isinstance(index.key, tuple) and index.key[:1] == ("not",) else index.key
        if isinstance(key, tuple) and key[:1] == ("among",):  # df.index.isin(train.index)
            return by_index(rows, key[1]) if key is index.key else without(rows, key[1])
        return rows.narrow(mask_segment(index.key))
    if index.content == "index":
        return by_index(rows, index)
    if isinstance(index.kind, Literal) and index.kind.value is Ellipsis:
        return rows
    if isinstance(index.kind, Literal) and index.kind.value is None:
        return rows
    if isinstance(index.kind, Group) and index.kind.items and all(_is_name(item) for item in index.kind.items):
        return rows  # columns of something that turns out to be a table
    return rows.narrow(Segment(("pick", symbol(m, node)), "some", 0, kind="pick"))


def _is_name(value: Value) -> bool:
    return isinstance(value.kind, Literal) and isinstance(value.kind.value, str)


def by_index(rows: Rows, index: Value) -> Rows:
    """The rows at some positions, or with some labels."""
    if index.rows is None:
        return rows.narrow(Segment(("pick", index.key), "some", 0, kind="pick"))
    if all(path[0] == INDEX_ROOT for path in index.rows.paths):
        return rows.apply(index.rows)
    if relate(index.rows, rows) in (Relation.INSIDE, Relation.SAME):
        return index.rows
    return rows.narrow(Segment(("pick", index.rows), "some", 0, kind="pick"))


def without(rows: Rows, index: Value) -> Rows:
    """The rows that are left when those of `index` are dropped."""
    if index.rows is not None:
        left = set()
        counted = any(path[0] == INDEX_ROOT for path in rows.paths)
        for path in index.rows.paths:
            end = path[-1]
            if (
                isinstance(end, Segment)
                and end.parts == 2
                and end.part in OTHER
                and (path[:-1] in rows.paths or (path[0] == INDEX_ROOT and not counted))
            ):
                other = evolve(end, part=OTHER[end.part], role=None, share=None if end.share is None else 1 - end.share)
                left.add((*path[:-1], other))
        if len(left) == len(index.rows.paths):
            return Rows(frozenset(left))
    return rows.narrow(Segment(("without", index.key), "kept", 0, kind="subset"))


def mask_segment(key: Any) -> Segment:
    """What a mask chooses."""
    if isinstance(key, tuple) and key and key[0] == "equals":
        _, column, value = key
        return Segment(("equals", column), repr(value), 0, ROLE_NAMES.get(str(value).lower()), kind="mask")
    if isinstance(key, tuple) and len(key) == 2 and key[0] == "not":
        return Segment(("mask", key[1]), "no", 2, kind="mask")
    return Segment(("mask", key), "yes", 2, kind="mask")


NEGATED = {">=": "<", ">": "<=", "!=": "=="}


def _side(m: Machine, node: ir.Expr, value: Value) -> Hashable:
    """One side of a comparison; an expression for a column is that column wherever it is written."""
    key = value.key
    return key if isinstance(key, tuple) and key and key[0] == "column" else symbol(m, node)


def mask_of(m: Machine, node: ir.Compare, left: Value, op: str, right: Value) -> Value | None:
    """A comparison of data with something: a mask, whose complement is known."""
    if not (isinstance(left.kind, Data) or isinstance(right.kind, Data)):
        return None
    if op in ("in", "not in", "is", "is not"):
        return None
    lsym, rsym = _side(m, node.left, left), _side(m, node.rest[0][1], right)
    key: Hashable
    if op == "==" and isinstance(right.kind, Literal):
        key = ("equals", lsym, rsym)
    elif op in NEGATED:
        key = ("not", (NEGATED[op], lsym, rsym))
    else:
        key = (op, lsym, rsym)
    data = left if isinstance(left.kind, Data) else right
    seen = left.seen | right.seen
    plain = isinstance(left.kind, Literal) or isinstance(right.kind, Literal) or op not in ("==", "!=")
    content = "mask" if plain else matches(seen)
    return Value(data.kind, data.data_rows(), seen, content, key, left.drawn or right.drawn)


def matches(seen: frozenset[Seen]) -> str:
    """What a comparison of equals holds: where predictions are right ("hits"), or just a choice of rows ("mask")."""
    return "hits" if any(s.how in ("model", "answers") for s in seen) else "mask"
