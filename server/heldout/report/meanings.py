"""What a call is believed to do, in a sentence made of the words of the library models."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from heldout.report.rows import at, code, estimator, fitted_rows, seeding, worked_on
from heldout.semantics.graph import Graph, Step
from heldout.semantics.models import Models
from heldout.semantics.values import Data, Group, Instance, constant

STATES = {
    "statistics": "it keeps statistics of the rows",
    "labels": "it keeps statistics of the rows and of their labels",
    "model": "it keeps a model of the rows",
    "copies": "it copies rows or makes up new ones",
    "none": "it keeps nothing of the rows",
}
CONTENT = {"labels": "labels", "probabilities": "probabilities", "scores": "scores"}


def meaning(graph: Graph, steps: Sequence[Step], models: Models) -> list[str]:
    """Paragraphs about a call, from the steps that it makes: one for each time that its function runs. Mostly one."""
    told = list(dict.fromkeys([words for step in steps[:3] if (words := _meaning(graph, step, models))]))
    return [f"{code(_called(steps[0]))} {words}." for words in told]


def _called(step: Step) -> str:
    return step.method or step.name.rpartition(".")[2]


def _meaning(graph: Graph, step: Step, models: Models) -> str:
    model = step.model
    if model is None:
        return ""
    says = SAYS.get(step.op)
    words = says(graph, step, models) if says is not None else _plain(step)
    if not words:
        return ""
    return f"{words}; it draws random numbers{seeding(step)}" if step.result.drawn == step.id else words


def _data(step: Step) -> str:
    on = worked_on(step)
    return code(on) if on else "its data"


def _source(graph: Graph, step: Step, models: Models) -> str:
    return "gives new rows: a source of its own"


def _split(graph: Graph, step: Step, models: Models) -> str:
    drawn = isinstance(step.result.kind, Group) and any(item.drawn for item in step.result.kind.items)
    how = f", at random{seeding(step)}" if drawn else ", in their order"
    shares = []
    if isinstance(step.result.kind, Group):
        for item in step.result.kind.items[:2]:
            last = item.rows.last() if item.rows is not None else None
            shares.append(None if last is None else last.share)
    sizes = ""
    if len(shares) == 2 and None not in shares:
        sizes = f" of {shares[0] * 100:g} % and {shares[1] * 100:g} %"  # type: ignore[operator]
    return f"splits the rows of {_data(step)} into a training and a test part{sizes}{how}"


def _folds(graph: Graph, step: Step, models: Models) -> str:
    return f"gives the numbers of the training and test rows of {_data(step)}, fold by fold"


def _fit(graph: Graph, step: Step, models: Models) -> str:
    verb = "goes on fitting" if step.fact("partial") else "fits"
    words = f"{verb} {estimator(step)} on {_data(step)}"
    which = fitted_rows(graph, step.rows)
    return words + (f": {which}" if which else "") + _keeps(step, models)


def _keeps(step: Step, models: Models) -> str:
    cls = models.cls(step.cls)
    state = STATES.get(cls.state, "") if cls is not None else ""
    return f"; {state}" if state else ""


def _fit_transform(graph: Graph, step: Step, models: Models) -> str:
    which = fitted_rows(graph, step.rows)
    return (
        f"fits {estimator(step)} on {_data(step)}{f' ({which})' if which else ''}, and transforms the same rows"
        f"{_keeps(step, models)}"
    )


def _learned(graph: Graph, step: Step) -> str:
    """From what the receiver had learned before."""
    fits = [made for fit in step.fits if (made := graph.by_id.get(fit.step)) is not None]
    if len(fits) != 1:
        return ""
    on = worked_on(fits[0])
    return f" learned from {code(on)}{at(graph, fits[0])}" if on else f" learned{at(graph, fits[0])}"


def _transform(graph: Graph, step: Step, models: Models) -> str:
    learned = _learned(graph, step)
    return f"changes the rows of {_data(step)} by what {estimator(step)}{learned or ' has learned'}, and learns nothing"


def _predict(graph: Graph, step: Step, models: Models) -> str:
    what = CONTENT.get(step.result.content or "", "values")
    learned = _learned(graph, step)
    return f"gives predicted {what} for the rows of {_data(step)}{f', from what {estimator(step)}{learned}' if learned else ''}"


def _score(graph: Graph, step: Step, models: Models) -> str:
    which = fitted_rows(graph, step.rows)
    return f"measures {estimator(step)} on {_data(step)}{f': {which}' if which else ''}"


def _metric(graph: Graph, step: Step, models: Models) -> str:
    params = step.model.params if step.model is not None else ()
    wanted = step.fact("scores")
    words = "compares true and predicted values"
    if wanted:
        words += f", and wants scores or probabilities for {code(str(wanted))}"
    elif len(params) > 1:
        words += f", in this order: {code(params[0])}, {code(params[1])}"
    which = fitted_rows(graph, step.rows)
    return words + (f"; here on {which}" if which else "")


def _construct(graph: Graph, step: Step, models: Models) -> str:
    cls = models.cls(step.cls or step.name)
    if cls is None or not isinstance(step.result.kind, Instance):
        return ""
    if not cls.family:
        return ""
    article = "an" if cls.family[0] in "aeiou" else "a"
    parts = [f"makes {article} {cls.family.replace('-', ' ')}", STATES.get(cls.state, "")]
    if draws(step):
        parts.append(f"it draws random numbers{seeding(step)}")
    return "; ".join(filter(None, parts))


def draws(step: Step) -> bool:
    """Whether an object that is made here draws random numbers later on."""
    random = step.model.random if step.model is not None else False
    if isinstance(random, str):
        given = step.arg(random)
        return bool(step.fact("random-default", True) if given is None else constant(given, False))
    return random


def _statistic(graph: Graph, step: Step, models: Models) -> str:
    if step.result.rows is not None:
        return "computes a value for each row, from that row alone"
    return f"computes what depends on all rows of {_data(step)}"


def _sentence(words: str) -> Callable[[Graph, Step, Models], str]:
    return lambda graph, step, models: words


EVALUATION = "switches to evaluation: no dropout, and the statistics kept from training"


def _mode(graph: Graph, step: Step, models: Models) -> str:
    mode = constant(step.arg("mode"), True) if step.arg("mode") is not None else True
    return (
        EVALUATION if mode is False else "switches to training: dropout and the statistics of each batch are in force"
    )


def _plain(step: Step) -> str:
    """Of a call that moves no rows in a way of its own: what becomes of the rows, and whether it draws."""
    model = step.model
    assert model is not None
    if step.op != "call":
        return ""
    if model.rows == "same" and step.result.rows is not None:
        return "keeps the rows"
    if model.rows == "subset":
        return "may leave out some of the rows" if step.result.rows != step.rows else "keeps the rows"
    if model.rows == "new":
        return "makes new rows"
    return "draws random numbers" if step.result.drawn == step.id and isinstance(step.result.kind, Data) else ""


SAYS: dict[str, Callable[[Graph, Step, Models], str]] = {
    "source": _source,
    "split": _split,
    "folds": _folds,
    "parts": _sentence("splits the rows into parts that share none"),
    "sample": _sentence("draws some of the rows, or all of them in another order"),
    "concat": _sentence("puts its data together"),
    "statistic": _statistic,
    "fit": _fit,
    "fit-transform": _fit_transform,
    "transform": _transform,
    "predict": _predict,
    "score": _score,
    "metric": _metric,
    "construct": _construct,
    "cross-validate": _sentence("fits anew for each fold, on the other rows"),
    "resample": _sentence("evens out how often each class occurs, by copying, making up or leaving out rows"),
    "resample-rows": _sentence("draws rows with repetition: some come several times, some not at all"),
    "clone": _sentence("makes an estimator with the same parameters that has learned nothing"),
    "seed": _sentence("seeds a generator that the whole process shares"),
    "zero-grad": _sentence("clears the gradients"),
    "backward": _sentence("adds to the gradients that are there"),
    "optimizer-step": _sentence("changes the weights by the gradients"),
    "train-mode": _mode,
    "eval-mode": _sentence(EVALUATION),
    "load": _sentence("reads something that was stored"),
    "hub-load": _sentence("fetches something from a hub, in the revision that is asked for"),
    "download": _sentence("fetches something from an address"),
}
"""By the kind of step. A kind that is not here says nothing."""
