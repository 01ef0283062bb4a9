"""What was watched or compared on the test rows is watched or compared on a part of the training rows, or on folds of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from heldout.api import Compared, Language, Table, Term, blank, within
from heldout_rules.keeping.agreeing import Match, agree
from heldout_rules.keeping.estimators import PIPELINES
from heldout_rules.keeping.folds import FOLDS, SCORED, folded
from heldout_rules.keeping.halves import Which, about, halves, plain, root
from heldout_rules.keeping.later import trail
from heldout_rules.keeping.reading import TRANSFORMED, has_rows, terms
from heldout_rules.keeping.rewriting import LARGEST, Rewriter, everything, number
from heldout_rules.keeping.shape import SPLIT, shape
from heldout_rules.keeping.words import ASKS, WORDS

APART = Language(WORDS, shape, frozenset([*PIPELINES, SPLIT, SCORED, *FOLDS]))
"""How programs are read in which a part of the rows is held back, or folds of them are."""
SELECTED = Language(APART.words, APART.shape, APART.imports, frozenset(["print"]))
"""The same, and how the winner does on the test rows may be said."""
WATCHED = ("eval_set", "validation_data")
"""Where a fit is given rows that it watches."""
NOTHING = "no part of the training rows is held back in place of the test rows"


By = Callable[[Rewriter, Rewriter], Iterator[str]]
"""What is wrong with a change, if rows were taken apart in one way: all that was fitted on them anew, or only models."""


@frozen(eq=False)
class Rows:
    """Of the old program: the test rows, each with the training rows in their place."""

    instead: dict[Term, Term]
    data: tuple[tuple[Term, ...], ...]  # what was fitted on training rows, features and labels

    @property
    def tests(self) -> frozenset[Term]:
        return frozenset(self.instead)

    @property
    def trains(self) -> list[Term]:
        return list(dict.fromkeys(self.instead.values()))


def watched_apart(change: Compared) -> Iterator[str]:
    """The fits that watched the test rows watch a part of the training rows, and learn from the rest; nothing else changes."""
    fits = [t for t in _near(change) if t.op == "fitted" and any(_watches(t))]
    pairs = [p for fit in fits for given in _watches(fit) for p in zip(given, _data(fit), strict=False)]
    rows = _rows(change, pairs)
    if rows is None:
        yield "what the test rows are is not known"
        return

    def of_keras(old: Term, new: Term, _match: Match) -> bool:
        return old in fits and new.op == "fitted" and any(_of_the_fit(change.table, old, new))

    def parted(one: Rewriter, other: Rewriter) -> Iterator[str]:
        def allow(old: Term, new: Term, _match: Match) -> bool:
            return old in fits and new in (one(old), other(old))

        return agree(change, allow)

    wrong = list(agree(change, of_keras))
    if wrong:
        yield from _one_of(change, rows, parted, wrong)


def selected_apart(change: Compared) -> Iterator[str]:
    """What was compared on the test rows is compared on a part of the training rows or on their folds; the winner may be
    measured on the test rows in the end.
    """
    asked = [t for t in _near(change) if t.op in ("call", "again", "method")]
    pairs = [pair for t in dict.fromkeys(everything(change.old)) for pair in _judged(t)]
    rows = _rows(change, pairs)
    if rows is None:
        yield "what the test rows are is not known"
        return
    measures = [t for t in asked if _measures(t, rows)]
    choices = {t for t in measures if not any(m is not t and any(x is m for x in within(t)) for m in measures)}

    trained = Rewriter(change.table, lambda term, _again: rows.instead.get(term))

    def by(one: Rewriter | None, other: Rewriter | None) -> Iterator[str]:
        def chosen(old: Term, new: Term) -> bool:
            if old not in choices:
                return False
            if one is None or other is None:
                return folded(old, new, trained)
            return new in (one(old), other(old))

        def allow(old: Term, new: Term, match: Match) -> bool:
            if chosen(old, new):
                return True
            if (
                new.op == "fitted" and old.op == "after" and blank(new).op == "after"
            ):  # the winner, fitted on all of them
                return tuple(_data(new)) in rows.data and len(new.args) == 3 and match(old, blank(new))
            if old.op == "fitted" and one is not None and other is not None:
                return new in (one(old), other(old))
            return _reported(old, new)

        def _reported(old: Term, new: Term) -> bool:
            """The best score, as the same measure of the winner on the test rows."""
            if any(_same_measure(c, old) for c in choices) or not any(t in choices for t in within(old)):
                return False
            return any(_same_measure(c, new) for c in choices) and winner(new)

        def more(effect: Term, _match: Match) -> bool:
            """One more line that says how the winner does on the test rows."""
            told = terms(effect.args)
            if effect.op != "call" or told[0].op != "builtin" or told[0].args[0] != "print":
                return False
            said = [p for t in told[1:] for p in _parts(t)]
            scores = [t for t in said if t.op != "const"]
            return len(scores) == 1 and any(_same_measure(c, scores[0]) for c in choices) and winner(scores[0])

        def winner(score: Term) -> bool:
            """Whether the model that is measured is the one that was chosen: looked up by what the choice gave, kept by it, or
            made with it and fitted on the training rows.
            """
            model = _asked_model(score)
            if model is not None and model.op == "item":
                model = terms(model.args)[1] if _looked_up(*terms(model.args)) else None
            elif model is not None and model.op == "fitted":
                fresh = blank(model)
                whole = tuple(_data(model)) in rows.data and len(model.args) == 3
                model = fresh if whole and (fresh.op != "after" or _kept_model(fresh)) else None
            elif model is not None and not _kept_model(model):
                return False
            return model is not None and any(chosen(old, t) for t in within(model) for old in choices)

        def idle(old: Term) -> bool:
            return root(old) in rows.instead or any(t in choices for t in within(old))

        yield from agree(change, allow, more, idle)

    wrong = list(by(None, None))
    if wrong:
        yield from _one_of(change, rows, by, wrong)


def _one_of(change: Compared, rows: Rows, by: By, wrong: list[str]) -> Iterator[str]:
    """One of the ways in which the new program takes training rows apart; else what is wrong with the last one tried."""
    for larger, smaller in _ways(change, rows):
        wrong = list(by(*[_apart(change.table, rows, larger, smaller, keep) for keep in (False, True)]))
        if not wrong:
            return
    yield from wrong


def _near(change: Compared) -> list[Term]:
    """What the lines of the finding and of its evidence compute, and all in it."""
    found: dict[Term, None] = {}
    for each in (*change.told, *change.around):
        found |= dict.fromkeys(within(each))
    return list(found)


def _rows(change: Compared, pairs: list[tuple[Term, Term]]) -> Rows | None:
    """Test rows and their training rows; None where they are not told apart."""
    instead: dict[Term, Term] = {}
    for held, learned in pairs:
        test, train = root(held), root(learned)
        if test is not train and has_rows(test) and instead.setdefault(test, train) is not train:
            return None
    trains = set(instead.values())
    if not instead or set(instead) & trains:
        return None
    given = [tuple(_data(t)) for t in everything(change.old) if t.op == "fitted" and len(_data(t)) == 2]
    return Rows(instead, tuple([data for data in given if all(root(each) in trains for each in data)]))


def _data(fit: Term) -> list[Term]:
    return [t for t in terms(fit.args)[1:] if t.op != "kw"]


def _watches(fit: Term) -> Iterator[list[Term]]:
    """Features and labels that a fit watches."""
    for given in terms(fit.args)[1:]:
        if given.op == "kw" and given.args[0] in WATCHED:
            value = terms(given.args)[0]
            pairs = [value] if value.op == "tuple" and terms(value.args)[0].op != "tuple" else terms(value.args)
            for pair in pairs:
                if pair.op in ("tuple", "list") and len(pair.args) == 2:
                    yield terms(pair.args)


def _of_the_fit(table: Table, old: Term, new: Term) -> Iterator[bool]:
    """Keras takes the part itself: `validation_split=0.2` in place of `validation_data`."""
    before, after = [{t for t in terms(f.args) if t.op == "kw"} for f in (old, new)]
    gone, came = before - after, after - before
    if len(gone) == len(came) == 1 and _data(old) == _data(new) and old.args[0] is new.args[0]:
        (was,), (now,) = gone, came
        share = number(terms(now.args)[0])
        names = was.args[0] == "validation_data" and now.args[0] == "validation_split"
        yield names and share is not None and 0.1 <= share <= LARGEST


def _model(term: Term) -> Term | None:
    """The fitted model that is asked in a term, wherever it was kept."""
    found = [t for t in within(term) if t.op == "fitted" and len(_data(t)) == 2]
    return found[0] if found else None


def _judged(term: Term) -> Iterator[tuple[Term, Term]]:
    """Rows that a model is asked about, each with what it has learned from."""
    if term.op == "method" and term.args[0] in ASKS and len(terms(term.args)) > 1:
        fit = _model(terms(term.args)[0])
        if fit is not None:
            yield from zip(_given(term), _data(fit), strict=False)
    elif term.op in ("call", "again") and len(term.args) > 2:
        asked = [t for g in _given(term) for t in trail(g) if t.op == "method" and t.args[0] in ASKS]
        fit = _model(terms(asked[0].args)[0]) if len(asked) == 1 else None
        labels = [g for g in _given(term) if g.op != "const" and not any(t in asked for t in within(g))]
        if fit is not None and len(labels) == 1:
            yield labels[0], _data(fit)[1]
        models = [g for g in _given(term) if g.op == "fitted" and len(_data(g)) == 2]
        rest = [g for g in _given(term) if g.op != "fitted"]
        if terms(term.args)[0].op == "def" and len(models) == 1 and len(rest) == 2:
            yield from zip(rest, _data(models[0]), strict=True)


def _given(call: Term) -> list[Term]:
    return [t for t in terms(call.args)[1:] if t.op not in ("kw", "epoch")]


def _measures(term: Term, rows: Rows) -> bool:
    """Whether a term is one score on the test rows: it is given some, and is no table itself."""
    if term.op == "method":
        return term.args[0] == "score" and any(root(g) in rows.instead for g in _given(term))
    if term.op != "call" or terms(term.args)[0].op not in ("import", "def"):
        return False
    return any(root(g) in rows.instead for g in _given(term)) and about(term, rows.tests)


def _ways(change: Compared, rows: Rows) -> Iterator[tuple[Which, Which]]:
    made, labels = list(everything(change.new)), {labels for _, labels in rows.data}
    found: dict[tuple[Which, Which], None] = {}
    for train in rows.trains:
        found |= dict.fromkeys(halves(made, train, labels))
    yield from found


def _apart(table: Table, rows: Rows, larger: Which, smaller: Which, keep: bool) -> Rewriter:
    """Training rows become the larger part of them, and test rows the smaller. `keep`: what only transforms stays as it was
    fitted.
    """
    trains = frozenset(rows.trains)

    def replace(term: Term, again: Rewriter) -> Term | None:
        if term in trains:
            return table.make("sel", *larger, term)
        if term in rows.instead:
            return table.make("sel", *smaller, rows.instead[term])
        if keep and term.op in TRANSFORMED:
            fitted, data = terms(term.args)
            return table.make("transform", fitted, again(data))
        return None

    return Rewriter(table, replace)


def _parts(term: Term) -> list[Term]:
    """What a text is made of; another value is itself."""
    if term.op == "text":
        return [p for t in terms(term.args) for p in _parts(t)]
    if term.op == "format":
        return terms(term.args)[:1]
    if term.op == "call" and terms(term.args)[0].args[:1] == ("round",):
        return terms(term.args)[1:2]
    return [term]


def _same_measure(choice: Term, new: Term) -> bool:
    """Whether a score is of the same kind and on the same rows, whatever the model."""
    if choice.op != new.op or choice.op not in ("call", "method"):
        return False
    if choice.op == "method":
        return choice.args[0] == new.args[0] == "score" and choice.args[2:] == new.args[2:]
    return len(plain(choice)) == len(plain(new)) and all(
        a is b or _asked(a, b) for a, b in zip(plain(choice), plain(new), strict=True)
    )


def _asked(old: Term, new: Term) -> bool:
    """The same question about the same rows, to another model."""
    if old.op == new.op == "method" and old.args[0] in ASKS:
        return old.args[0] == new.args[0] and old.args[2:] == new.args[2:]
    if old.op == new.op and old.op in ("item", "sel", "op") and len(old.args) == len(new.args):
        return all(
            a is b or a == b or (isinstance(a, Term) and isinstance(b, Term) and _asked(a, b))
            for a, b in zip(old.args, new.args, strict=True)
        )
    return False


def _looked_up(container: Term, key: Term) -> bool:
    """Whether a key is one of those that the loop ran over, and not a score: kept by a branch, or the best of a table."""
    for loop in within(key):
        if loop.op == "after" and terms(loop.args)[0].op == "method":
            items = terms(loop.args)[0]
            if items.args[0] == "items" and terms(items.args)[0] is container:
                if loop is key:
                    kept = terms(loop.args)[1]
                    return kept.op == "phi" and any(_is_key(each) for each in terms(kept.args)[1:])
                by = [t for t in terms(key.args) if t.op == "kw" and t.args[0] == "key"]
                return key.op == "call" and terms(key.args)[0].args[:1] in (("max",), ("min",)) and len(by) == 1
    return False


def _kept_model(term: Term) -> bool:
    """Whether a loop has kept a fitted model, and not a score."""
    kept = terms(term.args)[1] if term.op == "after" else term
    return kept.op == "phi" and any(each.op == "fitted" for each in terms(kept.args)[1:])


def _is_key(term: Term) -> bool:
    """The first of what a loop over items gives."""
    return term.op == "variable" and str(term.args[0]).endswith(".0")


def _asked_model(score: Term) -> Term | None:
    """The model whose answers a score measures."""
    told = [score] if score.op == "method" else [t for g in _given(score) for t in trail(g)]
    asked = [t for t in told if t.op == "method" and t.args[0] in ASKS]
    return terms(asked[0].args)[0] if len(asked) == 1 else None
