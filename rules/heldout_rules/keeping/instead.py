"""One call in place of another: looking back for looking ahead, a measure that fits, a hash that stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heldout.api import Compared, Language, Term
from heldout_rules.keeping.agreeing import Match, agree
from heldout_rules.keeping.reading import terms
from heldout_rules.keeping.rewriting import named, number
from heldout_rules.keeping.shape import shape
from heldout_rules.keeping.words import WORDS

METRICS = "sklearn.metrics."
OF_LABELS = (
    "balanced_accuracy_score",
    "f1_score",
    "matthews_corrcoef",
    "recall_score",
    "classification_report",
    "confusion_matrix",
)
OF_SCORES = ("average_precision_score", "roc_auc_score")
SCORINGS = ("balanced_accuracy", "f1", "average_precision", "roc_auc", "matthews_corrcoef", "recall")
MEASURES = Language(WORDS, shape, frozenset([f"{METRICS}{name}" for name in (*OF_LABELS, *OF_SCORES)]))
HASHES = Language(WORDS, shape, frozenset(["zlib", "hashlib"]))
TIMES = Language(WORDS, shape, frozenset(["sklearn.model_selection.TimeSeriesSplit"]))
LOOKS_AHEAD = ("shift", "pct_change", "diff")
DIGESTS = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s")
DATED = re.compile(r"date|time|day|week|month|year|stamp|period", re.IGNORECASE)
FOLDS = ("KFold", "StratifiedKFold", "ShuffleSplit")


def last(term: Term) -> str:
    return str(term.args[0]).rpartition(".")[2] if term.args else ""


def arguments(call: Term) -> tuple[list[Term], dict[str, Term]]:
    """What a call or a method is given, by place and by name; of a method without its object."""
    given = terms(call.args)[1:]
    return [g for g in given if g.op not in ("kw", "epoch")], named(call)


def _rest(old: Term, new: Term, match: Match) -> bool:
    """Whether two calls are given the same."""
    (a, b), (c, d) = arguments(old), arguments(new)
    alike = len(a) == len(c) and b.keys() == d.keys()
    return alike and all(match(x, y) for x, y in zip(a, c, strict=True)) and all(match(b[k], d[k]) for k in b)


# ── time


def looks_back(change: Compared) -> Iterator[str]:
    """What looked at rows to come looks at rows before."""

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old not in change.told or old.op != "method" or new.op != "method" or old.args[0] != new.args[0]:
            return False
        if old.args[0] not in LOOKS_AHEAD or not match(terms(old.args)[0], terms(new.args)[0]):
            return False
        before, now = _periods(old), _periods(new)
        return before is not None and now is not None and before < 0 < now and now in (1, -before)

    yield from agree(change, allow)


def _periods(call: Term) -> float | None:
    """How far a shift goes; None where it is given anything else."""
    plain, keywords = arguments(call)
    if len(plain) + len(keywords) != 1 or set(keywords) - {"periods"}:
        return None
    return number(plain[0] if plain else keywords["periods"])


def ends_before(change: Compared) -> Iterator[str]:
    """A window ends before its row: the column is shifted first, or the result, or the window is open there."""

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old.op != "method" or old not in change.told or new.op != "method":
            return False
        if (
            new.args[0] == "shift"
            and _periods(new) == 1
            and old.args[0] not in ("rolling", "ewm", "expanding", "groupby")
        ):
            return _windowed(old) and match(old, terms(new.args)[0])
        if old.args[0] != new.args[0] or old.args[0] not in ("rolling", "ewm", "expanding"):
            return False
        receiver, now = terms(old.args)[0], terms(new.args)[0]
        if now.op == "method" and now.args[0] == "shift" and _periods(now) == 1:
            return match(receiver, terms(now.args)[0]) and _rest(old, new, match)
        (a, b), (c, d) = arguments(old), arguments(new)
        left = d.pop("closed", None)
        opened = old.args[0] == "rolling" and left is not None and left.args[0] == "'left'" and "closed" not in b
        return opened and match(receiver, now) and a == c and b == d

    yield from agree(change, allow)


def _windowed(term: Term) -> bool:
    inner = terms(term.args)[0]
    return inner.op == "method" and inner.args[0] in ("rolling", "ewm", "expanding")


def trails(change: Compared) -> Iterator[str]:
    """A window that was centred ends at its row."""

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old not in change.told or old.op != "method" or new.op != "method" or old.args[0] != "rolling":
            return False
        (a, b), (c, d) = arguments(old), arguments(new)
        centred, now = b.pop("center", None), d.pop("center", None)
        turned = centred is not None and (now is None or now.args[0] == "False")
        same = new.args[0] == "rolling" and match(terms(old.args)[0], terms(new.args)[0])
        return turned and same and a == c and b == d

    yield from agree(change, allow)


def folds_in_order(change: Compared) -> Iterator[str]:
    """Folds follow one another in time, and are as many as before; a split is not shuffled any more."""
    drawn = [set(options(t)) for t in change.told if t.op == "call" and last(terms(t.args)[0]) == "train_test_split"]
    splits_apart = change.table.make("const", "0")

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old.op == new.op == "split":
            return set(options(old)) in drawn and _unshuffled(old, new)
        if old.op == new.op == "method" and old.args[0] == new.args[0] == "split":
            splitter, *data = terms(old.args)
            other, *given = terms(new.args)
            fewer = 0 < len(given) <= len(data) and all(match(a, b) for a, b in zip(data, given, strict=False))
            return fewer and splitter is not other and match(splitter, other)
        if old.op != "call" or new.op != "call" or last(terms(old.args)[0]) not in FOLDS:
            return False
        if last(terms(new.args)[0]) != "TimeSeriesSplit":
            return False
        (a, b), (c, d) = arguments(old), arguments(new)
        before, now = a[0] if a else b.get("n_splits"), c[0] if c else d.get("n_splits")
        gap = number(d.get("gap", splits_apart))
        return before is now and not set(d) - {"n_splits", "gap"} and len(c) < 2 and gap is not None and 0 <= gap <= 60

    yield from agree(change, allow)


def options(call: Term) -> list[Term]:
    return [t for t in terms(call.args) if t.op == "kw"]


def _unshuffled(old: Term, new: Term) -> bool:
    """The same split in the order of the rows: what it drew by, and what it kept even, is gone with the draw."""
    of_the_draw = ("random_state", "stratify", "shuffle")
    was, now = [[t for t in options(split) if t.args[0] not in of_the_draw] for split in (old, new)]
    given = named(new)
    shuffle, even = given.get("shuffle"), given.get("stratify")
    return (
        was == now and shuffle is not None and shuffle.args == ("False",) and (even is None or even.args == ("None",))
    )


# ── measures


def true_values_first(change: Compared) -> Iterator[str]:
    """The same metric, of the same values, which trade places."""

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old not in change.told or old.op != "call" or new.op != "call" or old.args[0] is not new.args[0]:
            return False
        (a, b), (c, d) = arguments(old), arguments(new)
        was = [*a, *[b.pop(k) for k in ("y_true", "y_pred", "y_score") if k in b]][:2]
        now = [*c, *[d.pop(k) for k in ("y_true", "y_pred", "y_score") if k in d]][:2]
        rest = a[2:] == c[2:] and b == d
        return rest and len(was) == len(now) == 2 and match(was[0], now[1]) and match(was[1], now[0])

    yield from agree(change, allow)


def sees_the_rare_class(change: Compared) -> Iterator[str]:
    """A measure in which a rare class counts, of the same predictions, in place of the accuracy or after it."""
    reported = [t for t in change.around if _accuracy(t)]

    def instead(old: Term, new: Term, match: Match) -> bool:
        if old not in change.around or not _accuracy(old):
            return False
        if old.op == "call" and last(terms(old.args)[0]) in ("cross_val_score", "cross_validate"):
            (a, b), (c, d) = arguments(old), arguments(new)
            scoring = d.pop("scoring", None)
            b.pop("scoring", None)
            named_well = scoring is not None and str(scoring.args[0]).strip("'\"") in SCORINGS
            return new.args[:1] == old.args[:1] and named_well and a == c and b == d
        if new.op != "call" or not str(terms(new.args)[0].args[0]).startswith(METRICS):
            return False
        if old.op == "method":
            model, *data = terms(old.args)
            truth, asked = data[1], [model, data[0]]
        else:
            (truth, labels), asked = arguments(old)[0][:2], []
            if labels.op == "method" and labels.args[0] == "predict":
                asked = terms(labels.args)
        plain, keywords = arguments(new)
        if len(plain) != 2 or keywords or not match(truth, plain[0]):
            return False
        if last(terms(new.args)[0]) in OF_LABELS:
            made = plain[1].op == "method" and plain[1].args[0] == "predict"
            return (made and bool(asked) and terms(plain[1].args) == asked) or (
                old.op == "call" and match(labels, plain[1])
            )
        return last(terms(new.args)[0]) in OF_SCORES and bool(asked) and _scores(plain[1]) == asked

    def more(effect: Term, match: Match) -> bool:
        given = terms(effect.args)[1:] if effect.op == "call" and terms(effect.args)[0].args == ("print",) else [effect]
        said = [g for g in given if g.op != "const"]
        return len(said) == 1 and any(instead(o, said[0], match) for o in reported)

    yield from agree(change, instead, more)


def _accuracy(term: Term) -> bool:
    if term.op == "method":
        return term.args[0] == "score" and len(term.args) == 4
    return term.op == "call" and last(terms(term.args)[0]) in ("accuracy_score", "cross_val_score", "cross_validate")


def _scores(term: Term) -> list[Term]:
    """The model and the rows of `predict_proba(X)[:, 1]` or `decision_function(X)`."""
    if term.op == "method" and term.args[0] == "decision_function":
        return terms(term.args)
    if term.op == "item":
        inner, key = terms(term.args)
        second = (
            key.op == "tuple" and key.args[1:] and number(terms(key.args)[1]) == 1 and terms(key.args)[0].op == "slice"
        )
        if second and inner.op == "method" and inner.args[0] == "predict_proba":
            return terms(inner.args)
    return []


# ── hashes


def hashed_for_good(change: Compared) -> Iterator[str]:
    """A digest of the same text in place of `hash`."""

    def allow(old: Term, new: Term, match: Match) -> bool:
        if old.op != "call" or terms(old.args)[0].args != ("hash",) or new.op != "call":
            return False
        what, data = terms(old.args)[1], None
        callee, *given = terms(new.args)
        if callee.args == ("zlib.crc32",) and len(given) == 1:
            data = given[0]
        elif callee.args == ("int",) and len(given) == 2 and number(given[1]) == 16:
            data = _digested(given[0])
        return data is not None and data.op == "method" and data.args[0] == "encode" and _text_of(what, data, match)

    yield from agree(change, allow)


def _digested(term: Term) -> Term | None:
    """What is hashed in `hashlib.md5(data).hexdigest()`, or in the first digits of it."""
    if term.op == "sel" and term.args[0] == "at" and terms(term.args)[0].op == "slice":
        start, end, step = terms(terms(term.args)[0].args)
        if start.args[0] != "None" or step.args[0] != "None" or (number(end) or 0) < 8:
            return None
        term = terms(term.args)[1]
    if term.op != "method" or term.args[0] != "hexdigest" or len(term.args) != 2:
        return None
    inner = terms(term.args)[0]
    if inner.op != "call" or not str(terms(inner.args)[0].args[0]).startswith("hashlib.") or len(inner.args) != 2:
        return None
    return terms(inner.args)[1] if last(terms(inner.args)[0]) in DIGESTS else None


def _text_of(what: Term, data: Term, match: Match) -> bool:
    plain, keywords = arguments(data)
    if keywords or any(p.args[0] not in ("'utf-8'", "'utf8'") for p in plain):
        return False
    written = terms(data.args)[0]
    if written.op == "call" and terms(written.args)[0].args in (("str",), ("repr",)) and len(written.args) == 2:
        written = terms(written.args)[1]
    elif what.op not in ("text", "const") and not (what.op == "call" and terms(what.args)[0].args == ("str",)):
        return False
    return match(what, written)
