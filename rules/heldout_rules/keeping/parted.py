"""Rows are parted otherwise: by groups, without an overlap, before they are measured; all else is computed as before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from heldout.api import Change, Language, Term, within
from heldout_rules.keeping.agreeing import Match, agree
from heldout_rules.keeping.instead import arguments, last
from heldout_rules.keeping.later import trail
from heldout_rules.keeping.rewriting import Replace, Rewriter, everything, named, number, seed_like, sized
from heldout_rules.keeping.shape import SPLIT, base_of, shape, terms, text
from heldout_rules.keeping.words import ASKS, WORDS

SELECTION = "sklearn.model_selection."
GROUPED = {
    "KFold": ("GroupKFold",),
    "StratifiedKFold": ("StratifiedGroupKFold", "GroupKFold"),
    "ShuffleSplit": ("GroupShuffleSplit",),
}
GROUPS = Language(
    WORDS,
    shape,
    frozenset([f"{SELECTION}{name}" for name in ("GroupKFold", "GroupShuffleSplit", "StratifiedGroupKFold")]),
)
SPLITS = Language(WORDS, shape, frozenset([SPLIT]))
FOLDED = ("cross_val_score", "cross_validate", "cross_val_predict")


def rewritten(change: Change, replace: Replace) -> Change:
    """The change, as if the old program had been rewritten that way."""
    return evolve(change, old=Rewriter(change.table, replace).meaning(change.old))


def never(_old: Term, _new: Term, _match: Match) -> bool:
    return False


def one_of(change: Change, ways: Iterable[Replace], otherwise: str) -> Iterator[str]:
    """The change is one of some ways to part rows; else what is wrong with the last one tried."""
    wrong = [otherwise]
    for way in ways:
        wrong = list(agree(rewritten(change, way), never))
        if not wrong:
            return
    yield from wrong


def came(change: Change) -> list[Term]:
    known = set(everything(change.old))
    return [term for term in everything(change.new) if term not in known]


# ── groups


def kept_together(change: Change) -> Iterator[str]:
    """Groups are dealt out, not rows: in one split, in folds, or in cross-validation."""
    grouping = [t for each in change.around for t in within(each) if t.op == "method" and t.args[0] == "groupby"]
    columns = {t.args[0] for each in grouping for t in terms(each.args)[1:] if text(t)}

    def by_group(groups: Term | None, data: Term) -> bool:
        """Whether it is the column that the finding speaks of, of the same rows."""
        if groups is None or groups.op not in ("item", "attr"):
            return False
        name = groups.args[1]
        column = name.args[0] if isinstance(name, Term) else repr(name)
        inside = _has_column(terms(groups.args)[0], str(column))
        return inside and column in columns and base_of(groups) is base_of(data)

    def folds(old: Term, new: Term, match: Match) -> bool:
        if old.op == new.op == "method" and old.args[0] == new.args[0] == "split":
            (splitter, *data), (other, *_) = terms(old.args), terms(new.args)
            plain, keywords = arguments(new)
            groups = keywords.pop("groups", plain.pop() if len(plain) == 3 else None)
            given = [d for d in data if d.op != "kw"]
            return (
                not keywords
                and plain == given
                and bool(given)
                and by_group(groups, given[0])
                and _grouped(splitter, other)
            )
        if old.op == new.op == "call" and old.args[0] is new.args[0] and last(terms(old.args)[0]) in FOLDED:
            (a, b), (c, d) = arguments(old), arguments(new)
            groups, before, now = d.pop("groups", None), b.pop("cv", None), d.pop("cv", None)
            if before is None or now is None or len(a) < 2 or a != c or b != d:
                return False
            whole = before.op == "const" and now.op == "call" and last(terms(now.args)[0]) == "GroupKFold"
            same = whole and _folds(now) is before
            return by_group(groups, a[1]) and (same or _grouped(before, now))
        return False

    wrong = list(agree(change, folds))
    if not wrong:
        return
    tried = list(one_of(change, _dealt_out(change, by_group), ""))
    if tried:
        yield from (tried if tried != [""] else wrong)


def _has_column(table: Term, column: str) -> bool:
    """Whether a table may still have a column: none was chosen, or this one too, and it was not dropped."""
    for each in trail(table):
        key = terms(each.args)[1] if each.op == "item" else None
        if key is not None and (text(key) or (key.op == "list" and all(t.args[0] != column for t in terms(key.args)))):
            return False
        if (
            each.op == "method"
            and each.args[0] == "drop"
            and any(t.op == "const" and t.args[0] == column for t in within(terms(each.args)[1]))
        ):
            return False
    return True


def _folds(call: Term) -> Term | None:
    plain, keywords = arguments(call)
    return plain[0] if plain else keywords.get("n_splits")


def _grouped(old: Term, new: Term) -> bool:
    """The splitter of groups for one of rows, with as many folds, and with the seed where it still shuffles."""
    if (
        old.op != "call"
        or new.op != "call"
        or last(terms(new.args)[0]) not in GROUPED.get(last(terms(old.args)[0]), ())
    ):
        return False
    before, now = named(old), named(new)
    extra = {k: v for k, v in now.items() if k != "n_splits"}
    return _folds(old) is _folds(new) and all(before.get(k) is v for k, v in extra.items())


def _dealt_out(change: Change, by_group: object) -> Iterator[Replace]:
    assert callable(by_group)
    splits = {terms(t.args)[0] for t in everything(change.old) if t.op == "side"}
    for drawn in [
        t for t in came(change) if t.op == "call" and terms(t.args)[0].args == ("next",) and len(t.args) == 2
    ]:
        pairs = terms(drawn.args)[1]
        if pairs.op != "method" or pairs.args[0] != "split":
            continue
        splitter = terms(pairs.args)[0]
        plain, keywords = arguments(pairs)
        groups = keywords.pop("groups", plain[2] if len(plain) == 3 else None)
        given = {d for t in change.told if t.op == "call" for d in terms(t.args)[2:]}
        if keywords or not plain or not by_group(groups, plain[0]) or any(p not in given for p in plain[1:2]):
            continue
        for split in splits:
            if _like(splitter, split):
                yield from _at_positions(change, split, drawn)


def _like(splitter: Term, split: Term) -> bool:
    """One draw of groups, as large and with the seed that the split of rows had."""
    if splitter.op != "call" or last(terms(splitter.args)[0]) != "GroupShuffleSplit":
        return False
    plain, given = arguments(splitter)
    before = named(split)
    size, wanted = number(given.get("test_size")), number(before.get("test_size"))
    alike = size == wanted if wanted is not None else size in (None, 0.2, 0.25)
    seed = given.get("random_state")
    seeded = seed is before["random_state"] if "random_state" in before else seed_like(seed)
    once = number(given.get("n_splits", plain[0] if plain else None)) in (None, 1)
    once = once and not (plain and "n_splits" in given) and given.get("n_splits", splitter).args[:1] != ("None",)
    known = once and not set(given) - {"n_splits", "test_size", "random_state"}
    return alike and seeded and known and len(plain) < 2 and "shuffle" not in before


def _at_positions(change: Change, split: Term, drawn: Term) -> Iterator[Replace]:
    make = change.table.make
    sides = {
        make("side", split, side): make("item", drawn, make("const", str(n)))
        for n, side in enumerate(("train", "test"))
    }
    for how in ("iloc", "at"):

        def replace(term: Term, again: Rewriter, how: str = how) -> Term | None:
            if term.op == "sel" and terms(term.args)[0] in sides:
                side, data = terms(term.args)
                return make("sel", how, sides[side], again(data))
            return None

        yield replace


# ── overlap


def without_overlap(change: Change) -> Iterator[str]:
    """The rows of one part are what the other leaves: by index, by slices that meet, by one split, by a mask."""
    yield from one_of(change, _apart(change), "no part is made of the rows that the other one leaves")


def _apart(change: Change) -> Iterator[Replace]:
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


def _what_is_left(term: Term, change: Change) -> tuple[Term, Term] | None:
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


# ── a test part, where there was none


def tested_apart(change: Change) -> Iterator[str]:
    """Rows are held back before the model is fitted, and it is measured on them."""
    yield from one_of(change, _held_back(change), "no rows are held back for what is measured")


def _held_back(change: Change) -> Iterator[Replace]:
    make = change.table.make
    told = {t for each in change.around for t in within(each) if t.op == "fitted"}
    for split in dict.fromkeys([terms(t.args)[0] for t in came(change) if t.op == "side"]):
        stratified = named(split).get("stratify")
        if not sized(split) or "random_state" not in named(split) or not seed_like(named(split)["random_state"]):
            continue
        train, test = make("side", split, "train"), make("side", split, "test")
        for fit in told:
            data = terms(fit.args)[1:]
            if len(data) != 2 or (stratified is not None and stratified is not data[1]):
                continue

            def replace(term: Term, _again: Rewriter, fit: Term = fit, data: list[Term] = data) -> Term | None:
                if term is fit:
                    return make("fitted", terms(fit.args)[0], *[make("sel", "part", train, d) for d in data])
                if term in data:
                    return make("sel", "part", test, term)
                return None

            yield replace


# ── columns


def without_the_target(change: Change) -> Iterator[str]:
    """The target is no feature any more, where the model learns and where it is asked; all else stays."""
    targets = set(_targets(change))

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old.op == new.op == "list":
            before, now = list(terms(old.args)), list(terms(new.args))
            return [t for t in before if t not in targets] == now and len(now) == len(before) - 1
        if old.op == new.op == "kw" and old.args[0] == new.args[0] == "columns":
            before, now = terms(terms(old.args)[0].args), terms(terms(new.args)[0].args)
            return bool(now) and [t for t in now if t not in targets] == before and len(now) == len(before) + 1
        if new.op == "method" and new.args[0] == "drop" and len(new.args) == 3 and old.op not in ("const", "kw"):
            receiver, columns = terms(new.args)
            listed = terms(terms(columns.args)[0].args) if columns.op == "kw" and columns.args[0] == "columns" else ()
            return len(listed) == 1 and listed[0] in targets and match(old, receiver)
        return False

    yield from agree(change, allow)
    for term in everything(change.new):
        if term.op == "item" and terms(term.args)[1] in targets:
            table = terms(term.args)[0]
            if table.op == "method" and table.args[0] == "drop" and terms(term.args)[1] in set(within(table)):
                yield f"{terms(term.args)[1].args[0]} is read of a table that it was dropped from"
        if term.op == "method" and term.args[0] in ASKS and terms(term.args)[0].op == "fitted":
            model, data, *_ = terms(term.args)
            learned = terms(model.args)[1]
            if {t for t in within(learned) if t in targets} != {t for t in within(data) if t in targets}:
                yield "the model is asked of other columns than it learned from"


def _targets(change: Change) -> Iterator[Term]:
    """The names of the columns that models are to tell."""
    for term in everything(change.old):
        given = terms(term.args)
        asked = term.op == "fitted" or (term.op == "call" and last(given[0]) in FOLDED)
        labels = given[2:3] if term.op == "fitted" else given[3:4]
        for each in labels if asked else ():
            yield from [terms(t.args)[1] for t in within(each) if t.op == "item" and text(terms(t.args)[1])]


# ── copies


def copied_later(change: Change) -> Iterator[str]:
    """Rows are repeated among the training rows only."""
    told = set(change.told)
    make = change.table.make

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old.op != "sel" or old.args[0] != "part" or terms(old.args)[1] not in told:
            return False
        side, made = terms(old.args)
        source = _source(made)
        if source is None:
            return False
        part = make("sel", "part", side, source)
        if side.args[1] == "test":
            return new is part
        return new is Rewriter(change.table, lambda term, _: part if term is source else None)(made)

    yield from agree(change, allow)


def _source(made: Term) -> Term | None:
    """The one table that all rows of `made` come from."""
    if made.op != "call" or len(made.args) < 2:
        return None
    first = terms(made.args)[1]
    members = terms(first.args) if first.op in ("list", "tuple") else [first]
    roots = set()
    for member in members:
        while member.op == "sel" or (member.op == "method" and member.args[0] in ("sample", "head")):
            member = terms(member.args)[-1 if member.op == "sel" else 0]
        roots.add(member)
    return roots.pop() if len(roots) == 1 else None


# ── notebooks


def the_same(change: Change) -> Iterator[str]:
    """Only names and places are others now; what is changed may be a copy."""

    def allow(old: Term, new: Term, match: Match) -> bool:
        copied = new.op == "method" and new.args[0] == "copy" and len(new.args) == 2
        return copied and old.op not in ("fitted", "const", "list", "dict") and match(old, terms(new.args)[0])

    yield from agree(change, allow)


def defined_first(change: Change) -> Iterator[str]:
    """What was read before it was defined is read after it now; what does not need it stays in its order."""
    old, new = change.old.units[""], change.new.units[""]

    def allow(before: Term, now: Term, match: Match) -> bool:
        if before.op != "outer" or str(before.args[0]) not in old.finals:
            return False
        return now in set(within(old.finals[str(before.args[0])]))

    late = [e for e in old.effects if any(t.op == "outer" and t.args[0] in old.finals for t in within(e))]
    rest = [e for e in new.effects if e in old.effects]
    found = [e for e in new.effects if e not in old.effects]
    if len(found) != len(late) or [e for e in old.effects if e not in late] != rest:
        yield "only what reads the name too early may change its place"
        return
    order = {effect: number for number, effect in enumerate(old.effects)}
    effects = sorted([*rest, *found], key=lambda e: order.get(e, order[late[found.index(e)]] if e in found else 0))
    units = {**change.new.units, "": evolve(new, effects=tuple(effects))}
    yield from agree(evolve(change, new=evolve(change.new, units=units)), allow)
