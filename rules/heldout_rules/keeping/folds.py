"""A score on the test rows, as the same score in the folds of the training rows."""

from __future__ import annotations

from collections.abc import Callable

from heldout.api import Term, blank
from heldout_rules.keeping.reading import terms
from heldout_rules.keeping.rewriting import named, number, seed_like
from heldout_rules.keeping.words import ASKS

SCORED = "sklearn.model_selection.cross_val_score"
FOLDS = (
    "sklearn.model_selection.KFold",
    "sklearn.model_selection.StratifiedKFold",
    "sklearn.model_selection.TimeSeriesSplit",
)
SCORINGS = {
    "accuracy_score": ("accuracy", "predict"),
    "balanced_accuracy_score": ("balanced_accuracy", "predict"),
    "f1_score": ("f1", "predict"),
    "r2_score": ("r2", "predict"),
    "roc_auc_score": ("roc_auc", "predict_proba"),
    "mean_squared_error": ("neg_mean_squared_error", "predict"),
    "root_mean_squared_error": ("neg_root_mean_squared_error", "predict"),
    "mean_absolute_error": ("neg_mean_absolute_error", "predict"),
    "log_loss": ("neg_log_loss", "predict_proba"),
}
"""Of a metric: how a scorer calls it, and what it asks. Those with "neg" turn its sign."""
OF_THE_MODEL = ("accuracy_score", "r2_score")
"""What the `score` of a model is where a program measures it so."""
MOST = 20


def folded(old: Term, new: Term, instead: Callable[[Term], Term]) -> bool:
    """Whether `new` is the mean of a score in folds of the rows that stand in place (`instead`) of those of `old`."""
    minus = new.op == "op" and new.args[0] == "USub"
    mean = terms(new.args)[0] if minus else new
    call = _averaged(mean)
    measured = _measured(old)
    if call is None or measured is None:
        return False
    model, features, labels, scoring, known = measured
    given, named_now = [t for t in terms(call.args)[1:] if t.op not in ("kw", "epoch")], named(call)
    if len(given) != 3 or set(named_now) - {"cv", "scoring", "n_jobs"}:
        return False
    said = named_now.get("scoring")
    if said is None:
        right = scoring == "" or known
    else:
        right = said.args[:1] == (repr(scoring),) and scoring != ""
    negative = said is not None and scoring.startswith("neg_")
    if not right or negative != minus:
        return False
    data = [instead(features), instead(labels)]
    return blank(given[0]) is blank(model) and given[1:] == data and _divided(named_now.get("cv"))


def _averaged(term: Term) -> Term | None:
    """The call of `cross_val_score(…).mean()` or `np.mean(cross_val_score(…))`."""
    if term.op == "method" and term.args[0] == "mean" and len(term.args) == 2:
        inner = terms(term.args)[0]
    elif term.op == "call" and terms(term.args)[0].args[:1] == ("numpy.mean",) and len(terms(term.args)) == 2:
        inner = terms(term.args)[1]
    else:
        return None
    return inner if inner.op == "call" and terms(inner.args)[0].args[:1] == (SCORED,) else None


def _measured(old: Term) -> tuple[Term, Term, Term, str, bool] | None:
    """Of a score: model, features, labels, what a scorer calls it ("": the model's own), whether it is the model's own, too."""
    if old.op == "method" and old.args[0] == "score" and len(terms(old.args)) == 3:
        model, features, labels = terms(old.args)
        return (model, features, labels, "", True) if model.op == "fitted" else None
    if old.op != "call" or len(terms(old.args)) != 3:
        return None
    callee, labels, answers = terms(old.args)
    name = str(callee.args[0]).rpartition(".")[2]
    known = SCORINGS.get(name)
    if known is None or callee.op != "import":
        return None
    scoring, asks = known
    if asks == "predict_proba" and answers.op != "method" and name == "roc_auc_score":
        answers = terms(answers.args)[-1 if answers.op == "sel" else 0]
    if (
        answers.op != "method"
        or answers.args[0] not in ASKS
        or answers.args[0] != asks
        or len(terms(answers.args)) != 2
    ):
        return None
    model, features = terms(answers.args)
    return (model, features, labels, scoring, name in OF_THE_MODEL) if model.op == "fitted" else None


def _divided(cv: Term | None) -> bool:
    """Two to twenty folds, drawn with a seed where they are drawn."""
    if cv is None:
        return True
    count = number(cv)
    if cv.op == "const":
        return count is not None and 2 <= count <= MOST
    if cv.op != "call" or terms(cv.args)[0].args[:1] not in [(name,) for name in FOLDS]:
        return False
    given, plain = named(cv), [t for t in terms(cv.args)[1:] if t.op == "const"]
    count = number(given.get("n_splits", plain[0] if plain else None))
    if count is None and ("n_splits" in given or plain):
        return False
    known = not set(given) - {"n_splits", "shuffle", "random_state"} and len(plain) < 2
    return known and (count is None or 2 <= count <= MOST) and seed_like(given.get("random_state"))
