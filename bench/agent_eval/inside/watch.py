"""What a program does while it runs: what it fits, splits, predicts and measures, on which values. Runs beside scikit-learn."""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

METHODS = (
    "fit", "fit_transform", "fit_predict", "fit_resample", "partial_fit", "transform", "predict",
    "predict_proba", "decision_function", "score",
)  # fmt: skip
LEARNS = ("fit", "fit_transform", "fit_predict", "fit_resample", "partial_fit")
METRICS = ("_score", "_error", "_loss", "_report", "_curve", "_matrix")


@dataclass
class Call:
    """One call. `kind` is the method, "split" or "metric"; `args` and `more` are copies of what came in, `rows` the index of the
    first where it has one; `depth` counts the calls around it.
    """

    kind: str
    name: str
    args: tuple[Any, ...]
    more: dict[str, Any]
    rows: tuple[Any, ...]
    depth: int
    out: Any = None
    params: str = ""

    @property
    def print(self) -> str:
        """The same for calls with the same values."""
        return repr((self.kind, self.name, [told(a) for a in self.args], [(k, told(v)) for k, v in self.more.items()]))


def copied(value: Any) -> Any:
    if hasattr(value, "toarray"):
        return value.toarray()
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return value.copy()
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return type(value)([copied(item) for item in value]) if type(value) in (list, tuple) else value
    return value


def told(value: Any) -> Any:
    """A value as something that can be compared and printed whole."""
    if isinstance(value, pd.DataFrame):
        return (list(map(str, value.columns)), told(value.to_numpy()))
    if isinstance(value, (pd.Series, pd.Index)):
        return told(value.to_numpy())
    if isinstance(value, np.ndarray):
        return (value.shape, [told(v) for v in value.ravel().tolist()])
    if isinstance(value, float):
        return f"{value:.9g}"  # sums in another order are the same sums
    if isinstance(value, (list, tuple)):
        return [told(v) for v in value]
    if isinstance(value, dict):
        return {k: told(v) for k, v in value.items()}
    return value if isinstance(value, (int, str, bool, type(None))) else type(value).__name__


class Watch:
    """The calls of one run, in the order in which they began."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.depth = 0

    def note(self, kind: str, name: str, function: Any, args: tuple[Any, ...], more: dict[str, Any], of: Any) -> Any:
        rows = tuple(args[0].index) if args and isinstance(args[0], (pd.DataFrame, pd.Series)) else ()
        given = {k: copied(v) for k, v in more.items()}
        call = Call(kind, name, tuple([copied(a) for a in args]), given, rows, self.depth)
        if hasattr(of, "get_params"):
            call.params = str(sorted((k, repr(v)) for k, v in of.get_params(deep=False).items()))
        self.calls.append(call)
        self.depth += 1
        try:
            call.out = function()
        finally:
            self.depth -= 1
        return call.out


current = Watch()


def begin() -> Watch:
    """A new run begins; its calls are noted in what is given back."""
    global current
    current = Watch()
    return current


def _method(name: str, function: Any) -> Any:
    @functools.wraps(function)
    def watched(self: Any, *args: Any, **more: Any) -> Any:
        return current.note(name, type(self).__name__, lambda: function(self, *args, **more), args, more, self)

    watched.noted = True  # type: ignore[attr-defined]
    return watched


def _function(kind: str, function: Any) -> Any:
    @functools.wraps(function)
    def watched(*args: Any, **more: Any) -> Any:
        return current.note(kind, function.__name__, lambda: function(*args, **more), args, more, None)

    return watched


def watch() -> None:
    """From now on every estimator, metric and split is noted. To be called before anything imports scikit-learn."""
    from sklearn.base import BaseEstimator, ClassifierMixin, ClusterMixin, RegressorMixin, TransformerMixin

    def over(cls: type) -> None:
        for name in METHODS:
            found = vars(cls).get(name)
            if inspect.isfunction(found) and not hasattr(found, "noted"):
                setattr(cls, name, _method(name, found))

    before = BaseEstimator.__init_subclass__.__func__

    def begun(cls: type, **more: Any) -> None:
        before(cls, **more)
        over(cls)

    BaseEstimator.__init_subclass__ = classmethod(begun)
    for mixin in (ClassifierMixin, RegressorMixin, TransformerMixin, ClusterMixin):
        over(mixin)
    import sklearn.metrics as metrics
    import sklearn.model_selection as selection
    import sklearn.utils as utils

    for name in metrics.__all__:
        found = getattr(metrics, name)
        if inspect.isfunction(found) and name.endswith(METRICS):
            setattr(metrics, name, _function("metric", found))
    split = selection.train_test_split

    def with_numbers(*arrays: Any, **more: Any) -> Any:
        """Splits the numbers of the rows along, and notes them."""
        count = arrays[0].shape[0] if hasattr(arrays[0], "shape") else len(arrays[0])

        def function() -> Any:
            *parts, train, test = split(*arrays, np.arange(count), **more)
            current.calls[place].more.update(train=train, test=test)
            return parts

        place = len(current.calls)
        return current.note("split", "train_test_split", function, arrays, dict(more), None)

    selection.train_test_split = with_numbers
    for name in ("shuffle", "resample"):
        setattr(utils, name, _function(name, getattr(utils, name)))
