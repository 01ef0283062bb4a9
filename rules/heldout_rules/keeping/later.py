"""What was learned of all rows is learned of the training part: fits, statistics, copies; in one pipeline, or one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Compared, Language, Term, within
from heldout_rules.keeping.agreeing import Allow, Match, agree
from heldout_rules.keeping.estimators import PIPELINES, pipeline
from heldout_rules.keeping.reading import TRANSFORMED, has_rows, is_rows_key, row_by_row, terms
from heldout_rules.keeping.rewriting import everything
from heldout_rules.keeping.shape import lazy, shape
from heldout_rules.keeping.words import LAZY_WORDS, REDUCES, ROWWISE, WORDS

ESTIMATORS = Language(WORDS, shape, frozenset(PIPELINES))
"""How programs with tables and estimators are read."""
LAZY = Language(LAZY_WORDS, lazy)
"""How programs with Spark's estimators are read."""
FOLDED = ("cross_val_score", "cross_validate", "cross_val_predict")
CONCATS = ("concat", "concatenate", "vstack", "r_", "append")


def learned_later(change: Compared) -> Iterator[str]:
    """All is computed as before, but what learned of all rows learns of the training rows."""
    yield from agree(change, _later(change))
    yield from _still(change)


def _later(change: Compared) -> Allow:
    table, told = change.table, set(learners(change.told))
    trains = list(training(change, told))
    path = {
        t
        for f in everything(change.old)
        if f.op == "fitted" and f not in told
        for a in terms(f.args)[1:]
        for t in trail(a)
    }

    def chosen(which: tuple[str, Term], term: Term) -> Term:
        return table.make("sel", *which, term) if has_rows(term) else term

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old in told and old.op == "fitted" and new.op == "fitted":
            (fresh, *data), (now, *given) = terms(old.args), terms(new.args)
            if match(fresh, now):
                for which in trains:
                    wanted = [
                        a if a.op == "kw" else chosen(which, a) for a in data if a.op == "kw" or selected(a) is None
                    ]
                    alone = len(data) == 1 and len(given) == 2 and selected(given[1]) == which
                    fits = len(wanted) == len(data) and (len(given) == len(data) or alone)
                    if fits and all(match(a, b) for a, b in zip(wanted, given, strict=False)):
                        return True
                return len(data) == len(given) and all(
                    a is b or _train_of_both(a, b, path, match) for a, b in zip(data, given, strict=True)
                )
            return False
        if old in told and old.op in ("method", "grouped") and old.op == new.op:
            return any(match(moved, new) for which in trains if (moved := _moved(change, which, old)) is not None)
        if old.op == "call" and new.op == "call":
            return _piped(old, new, told, match) or any(_handed(change, which, old, new, told) for which in trains)
        if old.op == "sel":
            return _resampled(change, old, new, told, trains, match)
        if old.op == "item" and terms(old.args)[0] in told and terms(old.args)[0].op == "resampled":
            number = _number(terms(old.args)[1])  # what a split is stratified by
            return number is not None and match(terms(terms(old.args)[0].args)[1 + number], new)
        return False

    return allow


def learners(noted: Iterable[Term]) -> Iterator[Term]:
    """The fits and the statistics among what some lines compute."""
    for each in noted:
        for term in within(each) if each.op in ("op", "call", "setitem") else (each,):
            if term.op in ("fitted", "grouped", "resampled") or (term.op == "method" and term.args[0] in REDUCES):
                yield term
            if term.op in (*TRANSFORMED, "resampled"):
                yield terms(term.args)[0]
                yield from _before(term)
            if term.op == "method" and term.args[0] in (*ROWWISE, "transform"):
                yield from [
                    t for t in terms(term.args) if t.op == "grouped" or (t.op == "method" and t.args[0] in REDUCES)
                ]


def _still(change: Compared) -> Iterator[str]:
    """What the finding is about must not teach a model any more, however the parts are written now."""
    about = set(learners(change.around)) & set(learners(change.told))
    early = {t for t in about if t.op in ("grouped", "method") or (t.op == "fitted" and len(t.args) > 1)}
    early = {t for t in early if selected(terms(t.args)[-1]) is None}
    for fit in everything(change.new):
        if fit.op == "fitted" and fit not in about and any(t in early for t in within(fit)):
            yield "what is fitted is still fitted on what was learned of all rows"


def _before(term: Term) -> Iterator[Term]:
    """The fits of the members in front of the last one, where a pipeline has transformed."""
    while term.op in TRANSFORMED:
        fitted, data = terms(term.args)
        if terms(fitted.args)[1:2] != [data] and terms(fitted.args)[1:]:
            return
        yield fitted
        term = data


def training(change: Compared, told: set[Term]) -> dict[tuple[str, Term], None]:
    """How training rows are taken: the rows that models are fitted on, and the first part of every split."""
    found: dict[tuple[str, Term], None] = {}
    for term in everything(change.old):
        if term.op == "side":
            side = change.table.make("side", terms(term.args)[0], "train")
            found[("part", side)] = None
        elif term.op == "fitted" and term not in told:
            for data in terms(term.args)[1:]:
                which = selected(data)
                if which is not None and which[0] != "part":
                    found[which] = None
    return found


def trail(term: Term) -> Iterator[Term]:
    """A table and what it is made of, row by row."""
    while True:
        yield term
        inner = terms(term.args)
        if term.op in TRANSFORMED:
            term = inner[-1]
        elif term.op == "op" and any(has_rows(t) for t in inner):
            term = next(t for t in inner if has_rows(t))
        elif (
            term.op in ("setitem", "attr")
            or (term.op == "item" and not is_rows_key(inner[1]))
            or (term.op == "method" and term.args[0] in ROWWISE and row_by_row(term))
        ):
            term = inner[0]
        else:
            return


def selected(term: Term) -> tuple[str, Term] | None:
    """How the rows of a table were taken, the last time; None for all of a source."""
    for each in trail(term):
        if each.op == "sel":
            how, which, _ = each.args
            assert isinstance(how, str)
            assert isinstance(which, Term)
            return how, which
    return None


def _moved(change: Compared, which: tuple[str, Term], old: Term) -> Term | None:
    """A statistic, of training rows."""
    make = change.table.make
    if old.op == "grouped":
        receiver, how = terms(old.args)
        inner = terms(receiver.args)[0]
        groups, column = (inner, terms(receiver.args)[1:]) if receiver.op == "item" else (receiver, [])
        if groups.op != "method":
            return None
        data, key = terms(groups.args)
        part = make("method", "groupby", make("sel", *which, data), key)
        return make("grouped", make("item", part, *column) if column else part, how) if selected(data) is None else None
    name, (receiver, *rest) = old.args[0], terms(old.args)
    if name not in REDUCES or selected(receiver) is not None or not has_rows(receiver):
        return None
    return make("method", name, make("sel", *which, receiver), *rest)


def _handed(change: Compared, which: tuple[str, Term], old: Term, new: Term, told: set[Term]) -> bool:
    """A function that only learns from the rows it is given is given the training part of them."""
    callee, *given = terms(old.args)
    unit = change.old.units.get(str(callee.args[0])) if callee.op == "def" else None
    if unit is None or new.args[0] is not old.args[0] or len(old.args) != len(new.args):
        return False
    learns = [
        t for root in (*unit.effects, *unit.finals.values()) for t in within(root) if t in told and t.op == "fitted"
    ]
    taught = {t for fit in learns for t in terms(fit.args)[1:] if t.op == "parameter"}
    if not taught or any(t in taught for root in (*unit.effects, *unit.given.values()) for t in _outside(root, learns)):
        return False
    moved = [change.table.make("sel", *which, a) if has_rows(a) and selected(a) is None else a for a in given]
    return moved == terms(new.args)[1:]


def _outside(root: Term, fits: list[Term]) -> Iterator[Term]:
    """The terms in one, without what stands in some others only."""
    seen, waiting = set(fits), [root]
    while waiting:
        term = waiting.pop()
        if term not in seen:
            seen.add(term)
            yield term
            waiting += terms(term.args)


def _piped(old: Term, new: Term, told: set[Term], match: Match) -> bool:
    """Folds are given what was transformed before, and now a pipeline that does it in every fold."""
    (callee, *given), (now, *args) = terms(old.args), terms(new.args)
    name = str(callee.args[0]).rpartition(".")[2] if callee.args else ""
    if callee is not now or name not in FOLDED or len(given) != len(args) or len(given) < 2:
        return False
    members = pipeline(args[0])
    data, fresh = given[1], list[Term]()
    while data.op in TRANSFORMED and terms(data.args)[0] in told:
        fitted, data = terms(data.args)
        fresh.insert(0, terms(fitted.args)[0])
    if members is None or len(members) != len(fresh) + 1 or not fresh:
        return False
    alike = all(match(a, b) for a, b in zip([*fresh, given[0]], members, strict=True))
    return alike and match(data, args[1]) and all(match(a, b) for a, b in zip(given[2:], args[2:], strict=True))


def _resampled(
    change: Compared, old: Term, new: Term, told: set[Term], trains: list[tuple[str, Term]], match: Match
) -> bool:
    """Rows of what was resampled: the training part is resampled now, any other is what it was made of."""
    how, which, base = old.args
    assert isinstance(how, str)
    assert isinstance(which, Term)
    assert isinstance(base, Term)
    if base.op != "item" or terms(base.args)[0].op != "resampled" or terms(terms(base.args)[0].args)[0] not in told:
        return False
    made, key = terms(base.args)
    number = _number(key)
    fitted, *data = terms(made.args)
    if number is None or number >= len(data):
        return False
    if (how, which) not in trains:
        taken = selected(new)
        if taken is None or taken[0] != how or not match(which, taken[1]):
            return False
        return match(change.table.make("sel", *taken, data[number]), new)
    if new.op != "item" or terms(new.args)[0].op != "resampled" or terms(new.args)[1] is not key:
        return False
    now, *given = terms(terms(new.args)[0].args)
    sampler, fresh = terms(now.args)[0], terms(fitted.args)[0]
    if not match(fresh, sampler) or terms(now.args)[1:] != given or len(given) != len(data):
        return False
    sides = {selected(g) for g in given}
    if len(sides) != 1 or None in sides:
        return False
    (side,) = [s for s in sides if s is not None]
    return (
        side[0] == how
        and match(which, side[1])
        and all(match(change.table.make("sel", *side, d), g) for d, g in zip(data, given, strict=True))
    )


def _train_of_both(old: Term, new: Term, path: set[Term], match: Match) -> bool:
    """Of tables that were put together, the one that models learn from."""
    if old.op == "call" and str(terms(old.args)[0].args[0]).rpartition(".")[2] in CONCATS and len(old.args) > 1:
        together = terms(old.args)[1]
        return together.op in ("list", "tuple") and new in path and any(match(t, new) for t in terms(together.args))
    if old.op == new.op and len(old.args) == len(new.args) and old.op in ("item", "method", "attr"):
        rest = all(a is b or a == b for a, b in zip(old.args, new.args, strict=True) if a is not terms(old.args)[0])
        return rest and _train_of_both(terms(old.args)[0], terms(new.args)[0], path, match)
    return False


def _number(key: Term) -> int | None:
    return int(str(key.args[0])) if key.op == "const" and str(key.args[0]).isdigit() else None
