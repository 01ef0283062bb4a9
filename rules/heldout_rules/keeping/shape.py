"""One form for programs that mean the same: a choice of rows stands as far inside as it can, and pipelines are taken apart.

`sel(how, which, x)` are rows of `x`; `how` is "part" (`which`: the split and "train" or "test"), "at" or "iloc" (an index).
"""

from __future__ import annotations

import ast

from heldout.api import Table, Term
from heldout_rules.keeping.estimators import fitted, refitted, transformed
from heldout_rules.keeping.reading import (
    COMPARED,
    TRANSFORMED,
    base_of,
    columns,
    has_rows,
    index,
    is_mask,
    is_rows_key,
    row_by_row,
    terms,
    text,
)
from heldout_rules.keeping.words import ASKS, REDUCES, ROWWISE

SPLIT = "sklearn.model_selection.train_test_split"
Parts = "tuple[Term | str, ...]"


def shape(table: Table, op: str, args: tuple[Term | str, ...]) -> Term | None:
    """The form of a term that is about to be made; None: as it stands."""
    found = _SHAPES.get(op)
    return None if found is None else found(table, args)


def _item(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    base, key = terms(args)
    if base.op == "setitem":  # what was written there is there
        inner, at, value = terms(base.args)
        if at is key and (key.op == "const" or (columns(key) and has_rows(value))):
            return value
        written, read = columns(at), columns(key)
        if written and read and not set(written) & set(read):
            return table.make("item", inner, key)
        if written and read and set(written) < set(read):  # of the columns that are taken, some were written
            return table.make("setitem", table.make("item", inner, key), at, value)
    if base.op == "item" and text(key) and terms(base.args)[1].op == "list" and key in columns(terms(base.args)[1]):
        return table.make("item", terms(base.args)[0], key)
    number = index(key)
    if base.op in ("call", "again") and number is not None:
        return _part(table, base, number)
    if base.op == "method" and base.args[0] == "randomSplit" and number in (0, 1):
        data, *given = terms(base.args)
        side = table.make("side", table.make("split", "randomSplit", *given), "test" if number else "train")
        return table.make("sel", "part", side, data)
    if base.op == "attr" and base.args[1] in ("iloc", "loc"):
        return _taken(table, str(base.args[1]), terms(base.args)[0], key)
    if is_rows_key(key):
        return table.make("sel", "at", key, base)
    return None


def _taken(table: Table, how: str, base: Term, key: Term) -> Term | None:
    if how == "loc" and key.op == "tuple" and len(key.args) == 2 and columns(terms(key.args)[1]):
        rows, names = terms(key.args)
        if is_mask(rows):
            return table.make("item", table.make("sel", "at", rows, base), names)
        everything = rows.op == "slice" and all(end.args == ("None",) for end in terms(rows.args))
        return table.make("item", base, names) if everything else None
    if how == "loc" and is_mask(key):
        return table.make("sel", "at", key, base)
    if key.op == "tuple" or (how == "loc" and not is_rows_key(key)):
        return None
    return table.make("sel", how, key, base)


def _part(table: Table, call: Term, number: int) -> Term | None:
    """A part of `train_test_split`: rows of one of its arguments."""
    inner, again = (terms(call.args)[0], call.args[1]) if call.op == "again" else (call, "")
    callee, *given = terms(inner.args)
    if callee.op != "import" or callee.args[0] != SPLIT:
        return None
    data = [g for g in given if g.op not in ("kw", "epoch", "star")]
    if number >= 2 * len(data) or any(g.op == "star" for g in given):
        return None
    rest = [g for g in given if g.op in ("kw", "epoch") and g.args[0] not in ("*arrays",)]
    split = table.make("split", SPLIT, str(again), *rest)
    return table.make("sel", "part", table.make("side", split, "test" if number % 2 else "train"), data[number // 2])


def _sel(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    """A choice of rows goes through what does the same to every row."""
    how, which, base = args
    assert isinstance(how, str)
    assert isinstance(which, Term)
    assert isinstance(base, Term)

    def of(term: Term) -> Term:
        return table.make("sel", how, which, term) if has_rows(term) else term

    if not has_rows(base):
        return None

    if base.op in TRANSFORMED:
        fitted, data = terms(base.args)
        return table.make("transform" if which.args[1:] == ("test",) else base.op, fitted, of(data))
    if base.op == "op":
        return table.make("op", base.args[0], *[of(t) for t in terms(base.args)])
    if base.op == "item" and not is_rows_key(terms(base.args)[1]):
        inner, key = terms(base.args)
        if index(key) is None or inner.op not in ("call", "again", "method", "resampled"):
            return table.make("item", of(inner), key)
    if base.op == "setitem" and columns(terms(base.args)[1]):
        inner, key, value = terms(base.args)
        return table.make("setitem", of(inner), key, of(value))
    if base.op == "attr" and base.args[1] in ("values", "str", "dt"):
        return table.make("attr", of(terms(base.args)[0]), base.args[1])
    if base.op == "method" and base.args[0] in ROWWISE and row_by_row(base):
        receiver, *given = terms(base.args)
        moved = [table.make("kw", g.args[0], of(terms(g.args)[0])) if g.op == "kw" else of(g) for g in given]
        return table.make("method", base.args[0], of(receiver), *moved)
    return None


def _method(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    name, receiver, *given = args
    rest = [g for g in given if isinstance(g, Term)]
    assert isinstance(receiver, Term)
    if name == "transform" and receiver.op == "fitted" and len(rest) == 1 and rest[0].op != "kw":
        return table.make("transform", receiver, rest[0])
    if name in ASKS and receiver.op == "piped" and rest:
        *fits, model = terms(receiver.args)
        data = rest[0]
        for fit in fits:
            data = table.make("transform", fit, data)
        return table.make("method", name, model, data, *rest[1:])
    if name in ASKS and any(r.op == "kw" and r.args[0] in ("X", "y") for r in rest):
        return table.make(
            "method",
            name,
            receiver,
            *[terms(r.args)[0] if r.op == "kw" and r.args[0] in ("X", "y") else r for r in rest],
        )
    if name == "copy" and not given and _taken_rows(receiver):
        return receiver  # rows that were taken are a table of their own: which is changed later, variables know
    if (
        name == "fillna"
        and len(rest) == 1
        and rest[0].op == "dict"
        and not (receiver.op == "item" and text(terms(receiver.args)[1]))
    ):
        return _filled(table, receiver, terms(rest[0].args))
    if name == "query" and len(rest) == 1 and text(rest[0]):
        mask = _compared(table, receiver, str(rest[0].args[0]))
        return None if mask is None else table.make("sel", "at", mask, receiver)
    if name == "drop" and rest:
        return _drop(table, receiver, rest)
    if name == "pop" and len(rest) == 1 and text(rest[0]):
        return table.make("item", receiver, rest[0])
    if name == "split" and rest and rest[0].op not in ("kw", "const") and base_of(rest[0]) is not rest[0]:
        return table.make("method", name, receiver, base_of(rest[0]), *rest[1:])
    if name == "transform" and len(rest) == 1 and text(rest[0]) and receiver.op in ("item", "attr"):
        return _of_groups(table, receiver, rest[0])
    if name in REDUCES and not rest and receiver.op in ("item", "attr") and grouped(receiver) is not None:
        return table.make("grouped", receiver, table.make("const", repr(name)))
    if name in ("agg", "aggregate") and len(rest) == 1 and text(rest[0]) and grouped(receiver) is not None:
        return table.make("grouped", receiver, rest[0])
    return None


def _filled(table: Table, receiver: Term, pairs: list[Term]) -> Term | None:
    """`fillna({"age": 30})` column by column."""
    if not pairs or len(pairs) % 2 or not all(text(key) for key in pairs[::2]):
        return None
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        filled = table.make("method", "fillna", table.make("item", receiver, key), value)
        receiver = table.make("setitem", receiver, key, filled)
    return receiver


def _taken_rows(term: Term) -> bool:
    inner = terms(term.args)[0] if term.op == "item" and columns(terms(term.args)[1]) else term
    return inner.op == "sel"


def _compared(table: Table, receiver: Term, said: str) -> Term | None:
    """The mask of `query("year < 2020")`: a column and a value."""
    try:
        node = ast.parse(ast.literal_eval(said), mode="eval").body
    except (SyntaxError, ValueError, TypeError):
        return None
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or type(node.ops[0]).__name__ not in COMPARED:
        return None
    column, value = node.left, node.comparators[0]
    if not isinstance(column, ast.Name) or not isinstance(value, ast.Constant):
        return None
    named, constant = (table.make("const", repr(each)) for each in (column.id, value.value))
    return table.make("op", type(node.ops[0]).__name__, table.make("item", receiver, named), constant)


def _drop(table: Table, receiver: Term, given: list[Term]) -> Term | None:
    """Columns that are dropped, as one sorted list."""
    names = {str(g.args[0]): terms(g.args)[0] for g in given if g.op == "kw"}
    plain = [g for g in given if g.op != "kw"]
    columns = names.pop("columns", None)
    axis = names.pop("axis", plain[1] if len(plain) == 2 else None)
    if columns is None and axis is not None and axis.args[:1] in (("1",), ("'columns'",)):
        columns = plain[0] if plain else names.pop("labels", None)
    if columns is None or names or len(plain) > 2:
        return None
    listed = [columns] if text(columns) else terms(columns.args) if columns.op == "list" else []
    if receiver.op == "method" and receiver.args[0] == "drop" and len(receiver.args) == 3:
        before, kw = terms(receiver.args)
        if kw.op == "kw" and kw.args[0] == "columns":
            receiver, listed = before, [*terms(terms(kw.args)[0].args), *listed]
    if not listed or not all(text(each) for each in listed):
        return None
    ordered = sorted(dict.fromkeys(listed), key=lambda t: str(t.args[0]))
    return table.plain("method", "drop", receiver, table.make("kw", "columns", table.make("list", *ordered)))


def _did(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    name, receiver, *given = args
    rest = terms(tuple(given))
    if name == "pop" and len(rest) == 1 and text(rest[0]):
        return table.make("method", "drop", receiver, table.make("kw", "columns", rest[0]))
    return None


def grouped(term: Term) -> tuple[Term, Term] | None:
    """The table and the key of `table.groupby(key)[column]`."""
    inner = terms(term.args)[0] if term.op in ("item", "attr") else term
    if inner.op == "method" and inner.args[0] == "groupby" and len(inner.args) == 3:
        table, key = terms(inner.args)
        return (table, key) if text(key) else None
    return None


def _of_groups(table: Table, receiver: Term, how: Term) -> Term | None:
    """`groupby(k)[c].transform(how)` is a lookup of the groups' statistics by `k`."""
    found = grouped(receiver)
    if found is None:
        return None
    data, key = found
    return table.make("method", "map", table.make("item", data, key), table.make("grouped", receiver, how))


def lazy(table: Table, op: str, args: tuple[Term | str, ...]) -> Term | None:
    """The form where `fit` gives a model of its own, and leaves the estimator as it was."""
    if op == "method" and args[0] == "fit":
        return table.make("fitted", *args[1:])
    return shape(table, op, args)


_SHAPES = {
    "item": _item,
    "transform": transformed,
    "sel": _sel,
    "fitted": fitted,
    "method": _method,
    "refitted": refitted,
    "did": _did,
}
