"""Check: both programs, read as what they compute, agree but for what the rule lets change."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from heldout.agent.verify.syntax import Syntax
from heldout.agent.verify.trial import Trial
from heldout.findings.finding import Finding
from heldout.findings.meaning import Located, meaning
from heldout.findings.terms import Compared, Language, Meaning, Table, Term

_KNOWN: WeakKeyDictionary[Syntax, dict[Language, Meaning | None]] = WeakKeyDictionary()


def check(trial: Trial) -> Iterator[str]:
    language = trial.rule.language
    if language is None:
        return
    old = of(trial.old, language)
    new = None if old is None else meaning(_body(trial.new), old.table, language.words, old.definitions)
    if old is None or new is None:
        yield "the program cannot be compared as a whole"
        return
    same = [f for f in trial.before.findings if f.rule == trial.finding.rule]
    told = [term for finding in same for term in _at(old, finding, evidence=False)]
    change = Compared(old, new, tuple(told), tuple(_at(old, trial.finding, evidence=True)))
    try:
        yield from dict.fromkeys(trial.rule.agrees(change))
    except (KeyError, IndexError, AssertionError, ValueError, AttributeError):
        yield "the changed program cannot be compared with the old one"


def of(syntax: Syntax, language: Language) -> Meaning | None:
    """What the old program means, worked out once for all attempts."""
    known = _KNOWN.setdefault(syntax, {})
    if language not in known:
        known[language] = meaning(_body(syntax), Table(language.shape), language.words)
    return known[language]


def _body(syntax: Syntax) -> list[Located]:
    return [(piece.cell, node) for piece in syntax.pieces for node in piece.body]


def _at(old: Meaning, finding: Finding, evidence: bool) -> Iterator[Term]:
    places = [finding.place, *([r.place for r in finding.related if r.document is None] if evidence else [])]
    for place in places:
        for line in range(place.line, place.end_line + 1):
            yield from old.at.get((place.cell, line), ())
