"""What was chosen on the test rows is chosen on a part of the training rows that the model has not learned from."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Compared, Term, within
from heldout_rules.keeping.agreeing import Match, agree
from heldout_rules.keeping.later import trail
from heldout_rules.keeping.reading import has_rows, terms
from heldout_rules.keeping.rewriting import Rewriter, everything, named, seed_like, sized


def chosen_apart(change: Compared) -> Iterator[str]:
    """One of the ways to choose on a validation part is what the change does; else what is wrong with the last one tried."""
    wrong: list[str] = ["no validation part is split off from the training rows"]
    for part in dict.fromkeys(_parts(change)):
        wrong = list(_by(change, part))
        if not wrong:
            return
    yield from wrong


def _parts(change: Compared) -> Iterator[tuple[Term, Term]]:
    """Each split of training rows, with the split whose training rows it splits."""
    for term in everything(change.new):
        if term.op == "sel" and term.args[0] == "part":
            side, inner = terms(term.args)
            if inner.op == "sel" and inner.args[0] == "part" and terms(inner.args)[0].args[1] == "train":
                yield terms(side.args)[0], terms(terms(inner.args)[0].args)[0]


def _by(change: Compared, part: tuple[Term, Term]) -> Iterator[str]:
    split, first = part
    make = change.table.make
    train, test = make("side", first, "train"), make("side", first, "test")
    rest, held = make("side", split, "train"), make("side", split, "test")
    before = set(everything(change.old))
    taken = [t for t in before if t.op == "sel" and terms(t.args)[1].op == "sel" and terms(t.args)[0] in (rest, held)]
    there = any(terms(terms(t.args)[1].args)[0] is train for t in taken)  # the part was split off already
    if there and any(_first_taken(a, train) for f in before if f.op == "fitted" for a in terms(f.args)[1:]):
        yield "the model has learned from the validation part"
        return
    if not there and (
        not sized(split, first) or not seed_like(named(split).get("random_state")) or train not in before
    ):
        yield "the validation part must be split off as the test part was, a tenth to a third of the training rows"
        return

    def learned(term: Term, again: Rewriter) -> Term | None:
        if not there and _taken(term, train):
            return make("sel", "part", rest, again.inside(term))
        return None

    def held_out(term: Term, again: Rewriter) -> Term | None:
        if _taken(term, test):
            return make("sel", "part", held, make("sel", "part", train, again(terms(term.args)[1])))
        return learned(term, again)

    fits, chooses = Rewriter(change.table, learned), Rewriter(change.table, held_out)
    choices = {t for t in (*change.around, *_called(change)) if t.op not in ("const", "import") and _about(t, test)}
    reports = {t for unit in change.old.units.values() for e in unit.effects for t in (e, *_given(e))}

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old.op == "fitted":
            return new is fits(old)
        return old in choices and old not in reports and new is chooses(old)

    yield from agree(change, allow)
    for unit_path, unit in change.old.units.items():
        after = change.new.units.get(unit_path)
        for a, b in zip(unit.effects, after.effects if after is not None else (), strict=False):
            if _about(a, test) and not _about(b, test):
                yield "what was measured on the test rows must be measured there still"


def _taken(term: Term, side: Term) -> bool:
    """Whether a term is one side of the first split. (A second one with the same arguments is the same split, of other rows.)"""
    return term.op == "sel" and terms(term.args)[0] is side and terms(term.args)[1].op != "sel"


def _first_taken(term: Term, side: Term) -> bool:
    """Whether rows were taken by a side of the first split, and not once more."""
    return _taken(next((each for each in trail(term) if each.op == "sel"), term), side)


def _called(change: Compared) -> Iterator[Term]:
    """The calls of the function in which the choice is made."""
    told = set(change.told)
    paths = {
        path
        for path, unit in change.old.units.items()
        if path and any(term in told for root in (*unit.effects, *unit.finals.values()) for term in within(root))
    }
    for term in everything(change.old):
        if term.op == "call" and terms(term.args)[0].op == "def" and terms(term.args)[0].args[0] in paths:
            yield term


def _given(effect: Term) -> Iterator[Term]:
    """What a report is given."""
    for term in terms(effect.args):
        yield term
        if term.op in ("call", "text", "format", "method", "kw") and has_rows(term):
            yield from terms(term.args) if term.op in ("text", "format") else ()


def _about(term: Term, side: Term) -> bool:
    return any(each is side for each in within(term))
