"""The target is no feature any more, rows are repeated among the training rows only, and names of a notebook change."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from heldout.api import Compared, Term, within
from heldout_rules.keeping.agreeing import Match, agree
from heldout_rules.keeping.groups import FOLDED
from heldout_rules.keeping.instead import last
from heldout_rules.keeping.reading import terms, text
from heldout_rules.keeping.rewriting import Rewriter, everything
from heldout_rules.keeping.words import ASKS


def without_the_target(change: Compared) -> Iterator[str]:
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


def _targets(change: Compared) -> Iterator[Term]:
    """The names of the columns that models are to tell."""
    for term in everything(change.old):
        given = terms(term.args)
        asked = term.op == "fitted" or (term.op == "call" and last(given[0]) in FOLDED)
        labels = given[2:3] if term.op == "fitted" else given[3:4]
        for each in labels if asked else ():
            yield from [terms(t.args)[1] for t in within(each) if t.op == "item" and text(terms(t.args)[1])]


def copied_later(change: Compared) -> Iterator[str]:
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


def the_same(change: Compared) -> Iterator[str]:
    """Only names and places are others now; what is changed may be a copy."""

    def allow(old: Term, new: Term, match: Match) -> bool:
        copied = new.op == "method" and new.args[0] == "copy" and len(new.args) == 2
        return copied and old.op not in ("fitted", "const", "list", "dict") and match(old, terms(new.args)[0])

    yield from agree(change, allow)


def defined_first(change: Compared) -> Iterator[str]:
    """What was read before it was defined is read after it now; what does not need it stays in its order."""
    old, new = change.old.units[""], change.new.units[""]

    def allow(before: Term, now: Term, match: Match) -> bool:
        if before.op != "outer" or str(before.args[0]) not in old.finals:
            return False
        return now in set(within(old.finals[str(before.args[0])]))

    if change.new.early:
        yield f"`{min(change.new.early)}` is read above its import"
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
