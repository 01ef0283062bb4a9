"""What a term is: a choice of rows, columns by name, a table with one entry a row."""

from __future__ import annotations

from heldout.api import Term
from heldout_rules.keeping.words import REDUCES, ROWWISE

TRANSFORMED = ("transform", "refitted")
COMPARED = ("Lt", "LtE", "Gt", "GtE", "Eq", "NotEq")


def terms(args: tuple[Term | str, ...]) -> list[Term]:
    return [a for a in args if isinstance(a, Term)]


def columns(key: Term) -> list[Term]:
    """The names of the columns that a key takes; none where it is anything else."""
    named = [key] if text(key) else terms(key.args) if key.op == "list" else []
    return named if all(text(each) for each in named) else []


def is_rows_key(key: Term) -> bool:
    """Whether an index takes rows for certain: a slice, a mask, or an array of positions."""
    if key.op in ("slice", "op", "sel"):
        return key.op != "op" or key.args[0] not in ("USub",)
    if key.op == "variable":
        return "." in str(key.args[0])  # one of the two that folds give
    return key.op == "item" and index(terms(key.args)[1]) is not None


def is_mask(key: Term) -> bool:
    """Whether an index says of each row whether it is taken."""
    if key.op != "op" or key.args[0] not in (*COMPARED, "Invert", "BitAnd", "BitOr"):
        return False
    return key.args[0] in COMPARED or all(is_mask(each) for each in terms(key.args))


def index(key: Term) -> int | None:
    if key.op == "const" and str(key.args[0]).isdigit():
        return int(str(key.args[0]))
    return None


def text(key: Term) -> bool:
    return key.op == "const" and str(key.args[0])[:1] in "'\""


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
