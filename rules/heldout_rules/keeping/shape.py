"""One form for programs that mean the same: a choice of rows stands as far inside as it can, and pipelines are taken apart.

`sel(how, which, x)` are rows of `x`; `how` is "part" (`which`: the split and "train" or "test"), "at" or "iloc" (an index).
"""

from __future__ import annotations

from heldout.api import Table, Term, blank
from heldout_rules.keeping.words import ASKS, REDUCES, ROWWISE

TRANSFORMED = ("transform", "refitted")
CROSS_FITTED = ("TargetEncoder",)
"""Encoders whose `fit_transform` encodes each row by the others: it is another thing than `fit` and `transform`."""
SPLIT = "sklearn.model_selection.train_test_split"
PIPELINES = (
    "sklearn.pipeline.make_pipeline",
    "sklearn.pipeline.Pipeline",
    "imblearn.pipeline.make_pipeline",
    "imblearn.pipeline.Pipeline",
)
Parts = "tuple[Term | str, ...]"


def terms(args: tuple[Term | str, ...]) -> list[Term]:
    return [a for a in args if isinstance(a, Term)]


def shape(table: Table, op: str, args: tuple[Term | str, ...]) -> Term | None:
    """The form of a term that is about to be made; None: as it stands."""
    found = _SHAPES.get(op)
    return None if found is None else found(table, args)


def _item(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    base, key = terms(args)
    if base.op == "setitem":  # what was written there is there
        inner, at, value = terms(base.args)
        if at is key and key.op == "const":
            return value
        if at.op == key.op == "const" and text(at) and text(key):
            return table.make("item", inner, key)
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
    if key.op == "tuple" or (how == "loc" and not is_rows_key(key)):
        return None
    return table.make("sel", how, key, base)


def is_rows_key(key: Term) -> bool:
    """Whether an index takes rows for certain: a slice, a mask, or an array of positions."""
    if key.op in ("slice", "op", "sel"):
        return key.op != "op" or key.args[0] not in ("USub",)
    if key.op == "variable":
        return "." in str(key.args[0])  # one of the two that folds give
    return key.op == "item" and index(terms(key.args)[1]) is not None


def index(key: Term) -> int | None:
    if key.op == "const" and str(key.args[0]).isdigit():
        return int(str(key.args[0]))
    return None


def text(key: Term) -> bool:
    return key.op == "const" and str(key.args[0])[:1] in "'\""


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


def has_rows(term: Term) -> bool:
    """Whether a value has one entry a row; what is a constant or a statistic of columns has not."""
    if term.op in ("const", "list", "set", "dict", "lambda", "import", "def", "builtin", "slice", "kw"):
        return term.op == "kw" and has_rows(terms(term.args)[0])
    if term.op == "method":
        name, receiver = str(term.args[0]), terms(term.args)[0]
        if name in REDUCES or receiver.op == "grouped":
            return False
        return any(has_rows(each) for each in terms(term.args))
    if term.op in ("op", "item", "attr", "sel", *TRANSFORMED, "tuple"):
        inner = terms(term.args)
        if term.op == "item":
            inner = inner[:1]
        return any(has_rows(each) for each in (inner[-1:] if term.op in ("sel", *TRANSFORMED) else inner))
    return term.op not in ("grouped", "fitted", "statistic")


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
    if base.op == "setitem" and text(terms(base.args)[1]):
        inner, key, value = terms(base.args)
        return table.make("setitem", of(inner), key, of(value))
    if base.op == "attr" and base.args[1] in ("values", "str", "dt"):
        return table.make("attr", of(terms(base.args)[0]), base.args[1])
    if base.op == "method" and base.args[0] in ROWWISE and row_by_row(base):
        receiver, *given = terms(base.args)
        moved = [table.make("kw", g.args[0], of(terms(g.args)[0])) if g.op == "kw" else of(g) for g in given]
        return table.make("method", base.args[0], of(receiver), *moved)
    return None


def row_by_row(call: Term) -> bool:
    """Whether a method does the same to every row: it drops columns, fills with a value, is given no function of the table."""
    given = terms(call.args)[1:]
    if call.args[0] == "fillna":
        return not any(g.op == "kw" and g.args[0] == "method" for g in given)
    if call.args[0] == "assign":
        return not any(t.op in ("lambda", "def") for g in given for t in terms(g.args))
    return _by_columns(call)


def _by_columns(call: Term) -> bool:
    """Whether `drop` takes columns away, and no rows."""
    given = terms(call.args)[1:]
    if call.args[0] != "drop":
        return True
    names = {str(g.args[0]) for g in given if g.op == "kw"}
    axis = any(g.op == "kw" and g.args[0] == "axis" and terms(g.args)[0].args[0] in ("1", "'columns'") for g in given)
    return "columns" in names or axis or any(g.op == "const" and g.args[0] == "1" for g in given[1:])


def base_of(term: Term) -> Term:
    """What a table is made of, row by row: as many rows, in the same order."""
    while True:
        if term.op in TRANSFORMED:
            term = terms(term.args)[-1]
        elif term.op == "item" and not is_rows_key(terms(term.args)[1]) and index(terms(term.args)[1]) is None:
            term = terms(term.args)[0]
        elif term.op == "op" and any(has_rows(t) for t in terms(term.args)):
            term = next(t for t in terms(term.args) if has_rows(t))
        elif term.op == "setitem" or (term.op == "method" and term.args[0] in ROWWISE and row_by_row(term)):
            term = terms(term.args)[0]
        else:
            return term


def _refitted(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    if len(args) != 2:
        return None
    fitted, data = terms(args)
    made = blank(fitted)
    name = str(terms(made.args)[0].args[0]).rpartition(".")[2] if made.op == "call" and terms(made.args)[0].args else ""
    return None if name in CROSS_FITTED else table.make("transform", fitted, data)


def _fitted(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    estimator, *given = terms(args)
    fresh = blank(estimator)
    values = [terms(g.args)[0] if g.op == "kw" and g.args[0] in ("X", "y") else g for g in given]
    if estimator.op == "fitted" and terms(estimator.args)[1:] == values:
        return None  # for the second time on the same rows: not what was there
    if fresh is not estimator or values != given:
        return table.make("fitted", fresh, *values)
    members = pipeline(fresh)
    if members is None:
        return None
    data = values[0] if values else None
    if data is None or any(g.op == "kw" for g in values):
        return None
    fits: list[Term] = []
    for member in members[:-1]:
        fits.append(table.make("fitted", member, data, *values[1:2]))
        data = table.make("refitted", fits[-1], data)
    return table.make("piped", *fits, table.make("fitted", members[-1], data, *values[1:]))


def pipeline(term: Term) -> list[Term] | None:
    """The members of a pipeline, the model last."""
    if term.op != "call" or terms(term.args)[0].args[:1] not in [(name,) for name in PIPELINES]:
        return None
    callee, *given = terms(term.args)
    given = [g for g in given if g.op != "epoch"]
    if any(g.op in ("kw", "star") for g in given) and not all(g.op == "kw" and g.args[0] == "steps" for g in given):
        return None
    if callee.args[0] in PIPELINES[::2]:
        return given if len(given) > 1 else None
    steps = terms(given[0].args)[0] if given and given[0].op == "kw" else given[0] if given else None
    if steps is None or steps.op != "list" or any(s.op != "tuple" or len(s.args) != 2 for s in terms(steps.args)):
        return None
    return [terms(s.args)[1] for s in terms(steps.args)]


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


_SHAPES = {"item": _item, "sel": _sel, "fitted": _fitted, "method": _method, "refitted": _refitted, "did": _did}
