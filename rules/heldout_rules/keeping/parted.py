"""Rows are parted otherwise: without an overlap, or before they are measured; all else is computed as before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from heldout.api import Compared, Language, Table, Term, within
from heldout_rules.keeping.agreeing import Match, agree
from heldout_rules.keeping.reading import terms
from heldout_rules.keeping.rewriting import Replace, Rewriter, everything, named, seed_like, sized
from heldout_rules.keeping.shape import SPLIT, shape
from heldout_rules.keeping.words import WORDS

SPLITS = Language(WORDS, shape, frozenset([SPLIT]))


def rewritten(change: Compared, replace: Replace) -> Compared:
    """The change, as if the old program had been rewritten that way."""
    return evolve(change, old=Rewriter(change.table, replace).meaning(change.old))


def never(_old: Term, _new: Term, _match: Match) -> bool:
    return False


def one_of(change: Compared, ways: Iterable[Replace], otherwise: str) -> Iterator[str]:
    """The change is one of some ways to part rows; else what is wrong with the last one tried."""
    wrong = [otherwise]
    for way in ways:
        wrong = list(agree(rewritten(change, way), never))
        if not wrong:
            return
    yield from wrong


def came(change: Compared) -> list[Term]:
    known = set(everything(change.old))
    return [term for term in everything(change.new) if term not in known]


def without_overlap(change: Compared) -> Iterator[str]:
    """The rows of one part are what the other leaves: by index, by slices that meet, by one split, by a mask."""
    yield from one_of(change, _apart(change), "no part is made of the rows that the other one leaves")


def _apart(change: Compared) -> Iterator[Replace]:
    old, new = set(everything(change.old)), came(change)
    kept = set(everything(change.new))
    for term in new:
        other = _what_is_left(term, change)
        if other is not None and other[1] in old and other[1] in kept and other[1].args[0] == "sample":
            for drawn in [t for t in old if t.op == "method" and t.args[0] == "sample" and t is not other[1]]:
                if terms(drawn.args)[0] is other[0]:
                    yield _put(drawn, term)
    slices = [t for t in old if t.op == "slice"]
    for term in [t for t in new if t.op == "slice"]:
        for before in slices:
            if before not in kept and _meets(before, term, [s for s in slices if s is not before]):
                yield _put(before, term)
    splits = list(dict.fromkeys([terms(t.args)[0] for t in old if t.op == "side"]))
    for one in splits:
        yield from [_put(one, other) for other in splits if other is not one and one not in kept]
    masks = [t for t in old if t.op == "op" and t not in kept]
    for term in [t for t in new if t.op == "op" and t.args[0] == "Invert" and terms(t.args)[0] in old]:
        yield from [_put(mask, term) for mask in masks if mask.args[0] in ("GtE", "Gt", "Lt", "LtE")]


def _put(old: Term, new: Term) -> Replace:
    return lambda term, _again: new if term is old else None


def _what_is_left(term: Term, change: Compared) -> tuple[Term, Term] | None:
    """The table and the sample of `table.drop(sample.index)` or `table[~table.index.isin(sample.index)]`."""
    if term.op == "method" and term.args[0] == "drop" and len(term.args) == 3:
        table, index = terms(term.args)
        index = terms(index.args)[0] if index.op == "kw" and index.args[0] == "index" else index
        if index.op == "attr" and index.args[1] == "index":
            return table, terms(index.args)[0]
    if term.op == "sel" and terms(term.args)[0].op == "op" and terms(term.args)[0].args[0] == "Invert":
        inside, table = terms(terms(term.args)[0].args)[0], terms(term.args)[1]
        if inside.op == "method" and inside.args[0] == "isin" and len(inside.args) == 3:
            mine, theirs = terms(inside.args)
            if mine is change.table.make("attr", table, "index") and theirs.op == "attr" and theirs.args[1] == "index":
                return table, terms(theirs.args)[0]
    return None


def _meets(old: Term, new: Term, others: list[Term]) -> bool:
    """Whether one end of a slice moved to where another slice ends or begins."""
    (a, b, c), (d, e, f) = terms(old.args), terms(new.args)
    if c is not f or (a is d) == (b is e):
        return False
    if a is not d:
        return any(terms(o.args)[1] is d for o in others) and a.args[0] != "None"
    return any(terms(o.args)[0] is e for o in others) and b.args[0] != "None"


def tested_apart(change: Compared) -> Iterator[str]:
    """Rows are held back before the model is fitted, and it is measured on them."""
    yield from one_of(change, _held_back(change), "no rows are held back for what is measured")


def _held_back(change: Compared) -> Iterator[Replace]:
    told = {t for each in change.around for t in within(each) if t.op == "fitted"}
    for split in dict.fromkeys([terms(t.args)[0] for t in came(change) if t.op == "side"]):
        stratified = named(split).get("stratify")
        if not sized(split) or "random_state" not in named(split) or not seed_like(named(split)["random_state"]):
            continue
        for fit in told:
            data = terms(fit.args)[1:]
            if len(data) == 2 and stratified in (None, data[1]):
                yield _fitted_apart(change.table, split, fit)


def _fitted_apart(table: Table, split: Term, fit: Term) -> Replace:
    """The model is fitted on one part of a split, and all else that is done with its rows is done with the other part."""
    train, test = table.make("side", split, "train"), table.make("side", split, "test")
    estimator, *data = terms(fit.args)

    def replace(term: Term, _again: Rewriter) -> Term | None:
        if term is fit:
            return table.make("fitted", estimator, *[table.make("sel", "part", train, d) for d in data])
        return table.make("sel", "part", test, term) if term in data else None

    return replace
