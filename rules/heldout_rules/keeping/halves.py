"""Two parts that training rows are taken apart into: one still teaches, the other may choose. Both are choices of rows (`how`,
`which`), and the one leaves what the other takes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from heldout.api import Term, within
from heldout_rules.keeping.later import trail
from heldout_rules.keeping.reading import base_of, index, terms
from heldout_rules.keeping.rewriting import LARGEST, named, number, seed_like, sized

Which = tuple[str, Term]
"""How rows are taken, and which: the first two arguments of `sel`."""
SMALLEST = 0.1
OPPOSITE = {"Lt": "GtE", "LtE": "Gt"}
TURNED = ("GtE", "Gt")
LONGEST = 731
"""Days between the cut that was there and a new one before it; longer would be another program."""
DAYS = ("pandas.Timestamp", "pandas.to_datetime")
ISO = re.compile(r"['\"](\d{4})-(\d\d)-(\d\d)\b")
GENERATORS = ("numpy.random.default_rng", "numpy.random.RandomState")


def root(term: Term) -> Term:
    """What a table or column is made of, row by row: rows as they were taken last, or where they came from."""
    last = term
    for each in trail(term):
        if each.op == "sel" or _of_many(each):
            return each
        last = each
    return last


def _of_many(term: Term) -> bool:
    """One of several things that a call gives."""
    if term.op != "item" or index(terms(term.args)[1]) is None:
        return False
    return terms(term.args)[0].op in ("call", "again", "method")


def plain(call: Term) -> list[Term]:
    """What a call is given, the function first."""
    return [t for t in terms(call.args) if t.op != "epoch"]


def halves(made: Iterable[Term], train: Term, labels: Collection[Term]) -> Iterator[tuple[Which, Which]]:
    """Of the rows `train`: each way in which terms take them apart, the larger part first. `labels` may be drawn evenly."""
    found: dict[Which, None] = {}
    for term in made:
        if term.op == "sel" and terms(term.args)[1] is train:
            found[str(term.args[0]), terms(term.args)[0]] = None
    for one in found:
        for other in found:
            if one is not other and one[0] == other[0] and _apart(one, other, train, labels):
                yield one, other


def _apart(larger: Which, smaller: Which, train: Term, labels: Collection[Term]) -> bool:
    how, (a, b) = larger[0], (larger[1], smaller[1])
    if how == "part":
        return a.op == b.op == "side" and a.args[1] == "train" and b.args[1] == "test" and _drawn(a, b, train, labels)
    if a.op == b.op == "slice":
        return _slices(a, b, train)
    if a.op == b.op == "sel" and a.args[0] == b.args[0] == "at":  # positions in an order that was drawn
        (one, order), (other, same) = terms(a.args), terms(b.args)
        return (
            order is same
            and one.op == other.op == "slice"
            and _order(order, train)
            and _slices(one, other, train, order)
        )
    return _masks(a, b, train)


def _drawn(a: Term, b: Term, train: Term, labels: Collection[Term]) -> bool:
    """One split, a tenth to a third held back, as the rows themselves were split off if they were."""
    split = terms(a.args)[0]
    if terms(b.args)[0] is not split:
        return False
    first = None
    if train.op == "sel" and train.args[0] == "part":
        first = terms(terms(train.args)[0].args)[0]
    given = named(split)
    if first is None and "random_state" not in given:
        return False
    stratified = given.get("stratify")
    if stratified is not None and stratified.args[:1] != ("None",) and stratified not in labels:
        return False
    return sized(split, first) and seed_like(given.get("random_state"))


def _slices(first: Term, second: Term, train: Term, order: Term | None = None) -> bool:
    """`[:k]` and `[k:]`, with a tenth to a third behind `k`."""
    (a, k, one), (same, z, two) = terms(first.args), terms(second.args)
    nothing = ("None",)
    if k is not same or not a.args == z.args == one.args == two.args == nothing:
        return False
    share = _share(k, train, order)
    return share is not None and 1 - LARGEST <= share <= 1 - SMALLEST


def _share(term: Term, train: Term, order: Term | None = None) -> float | None:
    """A number of rows as a share of all."""
    if _length(term, train, order):
        return 1.0
    if term.op == "call" and terms(term.args)[0].args[:1] in (("int",), ("round",)) and len(plain(term)) == 2:
        return _share(plain(term)[1], train, order)
    if term.op == "op" and term.args[0] in ("Mult", "Div", "FloorDiv") and len(term.args) == 3:
        a, b = terms(term.args)
        x, y = _share(a, train, order), _share(b, train, order)
        m, n = number(a), number(b)
        if term.args[0] == "Mult":
            return x * n if x is not None and n is not None else m * y if m is not None and y is not None else None
        return x / n if x is not None and n else None
    if term.op == "op" and term.args[0] == "USub":
        share = _share(terms(term.args)[0], train, order)
        return None if share is None else 1 - share
    return None


def _length(term: Term, train: Term, order: Term | None = None) -> bool:
    """Whether a term is how many training rows there are."""
    if term.op == "call" and terms(term.args)[0].args[:1] == ("len",) and len(plain(term)) == 2:
        counted = terms(term.args)[1]
        return counted is order or root(base_of(counted)) is train or _of_one_cut(counted, train)
    if term.op == "item" and terms(term.args)[1].args[:1] == ("0",) and terms(term.args)[0].op == "attr":
        shape = terms(term.args)[0]
        return shape.args[1] == "shape" and root(terms(shape.args)[0]) is train
    if train.op == "sel" and terms(train.args)[0].op == "slice":
        start, stop, _ = terms(terms(train.args)[0].args)
        return stop is term and start.args == ("None",)
    return False


def _of_one_cut(counted: Term, train: Term) -> bool:
    """Whether what is counted was taken from something else in the same way (`y_train` and `X_train`)."""
    own = root(counted)
    return own.op == train.op == "sel" and own.args[:2] == train.args[:2]


def _order(term: Term, train: Term) -> bool:
    """A drawn order of all training rows, with a seed."""
    if term.op != "method" or term.args[0] != "permutation" or len(term.args) != 3:
        return False
    drawn, count = terms(term.args)
    return _seeded(drawn) and _length(count, train)


def _seeded(drawn: Term) -> bool:
    if drawn.op != "call" or terms(drawn.args)[0].args[:1] not in [(name,) for name in GENERATORS]:
        return False
    return len(plain(drawn)) == 2 and terms(drawn.args)[1].op == "const" and seed_like(terms(drawn.args)[1])


def _masks(a: Term, b: Term, train: Term) -> bool:
    """`~held` and `held`, or what lies before a value of a column and what does not."""
    if a.op == "op" and a.args[0] == "Invert" and terms(a.args)[0] is b:
        return _every(b, train) or (b.op == "op" and b.args[0] in TURNED and _before(b, train, TURNED))
    if b.op == "op" and b.args[0] == "Invert" and terms(b.args)[0] is a:
        return _some(a, train) or _before(a, train)
    if a.op == b.op == "op" and OPPOSITE.get(str(a.args[0])) == b.args[0] and a.args[1:] == b.args[1:]:
        return _before(a, train)
    return False


def _every(mask: Term, train: Term) -> bool:
    """`np.arange(len(X)) % 5 == 0`."""
    if mask.op != "op" or mask.args[0] != "Eq":
        return False
    turn, which = terms(mask.args)
    every = number(terms(turn.args)[1]) if turn.op == "op" and turn.args[0] == "Mod" else None
    place = number(which)
    if every is None or place is None or not 3 <= every <= 10 or not 0 <= place < every:
        return False
    rows = terms(turn.args)[0]
    return (
        rows.op == "call"
        and terms(rows.args)[0].args[:1] == ("numpy.arange",)
        and len(plain(rows)) == 2
        and _length(terms(rows.args)[1], train)
    )


def _some(mask: Term, train: Term) -> bool:
    """`np.random.default_rng(0).random(len(X)) < 0.8`."""
    if mask.op != "op" or mask.args[0] != "Lt":
        return False
    drawn, share = terms(mask.args)
    size = number(share)
    if size is None or not 1 - LARGEST <= size <= 1 - SMALLEST or drawn.op != "method" or drawn.args[0] != "random":
        return False
    return len(drawn.args) == 3 and _seeded(terms(drawn.args)[0]) and _length(terms(drawn.args)[1], train)


def _before(mask: Term, train: Term, ways: Collection[str] = OPPOSITE) -> bool:
    """Rows before a day that lies before the cut which the training rows were taken by; or before a quantile of theirs."""
    if mask.op != "op" or mask.args[0] not in ways:
        return False
    column, cut = terms(mask.args)
    if root(column) is not train:
        return False
    if cut.op == "method" and cut.args[0] == "quantile" and len(cut.args) == 3:
        share = number(terms(cut.args)[1])
        return terms(cut.args)[0] is column and share is not None and 1 - LARGEST <= share <= 1 - SMALLEST
    new, old = _day(cut), _earlier_cut(train, column)
    return new is not None and old is not None and 0 < old - new <= LONGEST


def _earlier_cut(train: Term, column: Term) -> int | None:
    """The day before which all training rows lie, by the same column."""
    which = terms(train.args)[0] if train.op == "sel" else train
    if which.op != "op" or which.args[0] not in OPPOSITE:
        return None
    before, cut = terms(which.args)
    same = before.op == column.op and before.op in ("item", "attr") and before.args[1:] == column.args[1:]
    return _day(cut) if same else None


def _day(term: Term) -> int | None:
    """A constant day, as text or as what is made of text; roughly in days."""
    if term.op == "call" and len(plain(term)) == 2 and str(terms(term.args)[0].args[0]) in DAYS:
        term = plain(term)[1]
    found = ISO.match(str(term.args[0])) if term.op == "const" else None
    return None if found is None else int(found[1]) * 366 + int(found[2]) * 31 + int(found[3])


def about(term: Term, roots: frozenset[Term]) -> bool:
    return any(each in roots for each in within(term))
