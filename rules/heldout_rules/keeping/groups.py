"""Groups are dealt out, not rows: in one split, in folds, in cross-validation."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Compared, Language, Term, within
from heldout_rules.keeping.agreeing import Match, agree
from heldout_rules.keeping.instead import arguments, last
from heldout_rules.keeping.later import trail
from heldout_rules.keeping.parted import came, one_of
from heldout_rules.keeping.reading import base_of, terms, text
from heldout_rules.keeping.rewriting import Replace, Rewriter, everything, named, number, seed_like
from heldout_rules.keeping.shape import shape
from heldout_rules.keeping.words import WORDS

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
FOLDED = ("cross_val_score", "cross_validate", "cross_val_predict")


def kept_together(change: Compared) -> Iterator[str]:
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


def _dealt_out(change: Compared, by_group: object) -> Iterator[Replace]:
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


def _at_positions(change: Compared, split: Term, drawn: Term) -> Iterator[Replace]:
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
