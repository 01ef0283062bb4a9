"""What was fitted on held-out rows transforms them as it was fitted on the training rows."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Compared, Term, blank
from heldout_rules.keeping.agreeing import Match, agree
from heldout_rules.keeping.halves import root
from heldout_rules.keeping.later import learners
from heldout_rules.keeping.reading import terms
from heldout_rules.keeping.rewriting import everything


def learned_once(change: Compared) -> Iterator[str]:
    """All is computed as before, but by the fit on the training rows that the program made already."""
    told = {t for t in learners(change.told) if t.op == "fitted"}
    held = {root(data) for fit in told for data in terms(fit.args)[1:]}
    fits = [t for t in everything(change.old) if t.op == "fitted" and len(t.args) > 1]
    trained = [t for t in fits if t not in told and not any(root(data) in held for data in terms(t.args)[1:])]

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old not in told or new.op != "fitted" or not match(blank(old), blank(new)):
            return False
        if new in trained:
            return True
        rows = terms(new.args)[1:]
        # A pipeline hands the labels on.
        return _labelled(rows) and any(terms(t.args)[1:] == rows[:1] and blank(t) is blank(new) for t in trained)

    def same(old: Term, new: Term, match: Match) -> bool:
        if old.op == new.op == "fitted" and old in trained and len(old.args) == 2 and _labelled(terms(new.args)[1:]):
            return old.args[:2] == new.args[:2] and root(terms(new.args)[2]) not in held
        return allow(old, new, match)

    yield from agree(change, same)


def _labelled(rows: list[Term]) -> bool:
    return len(rows) == 2 and rows[1].op != "kw"
