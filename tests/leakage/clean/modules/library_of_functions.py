"""Functions that others call: each is right for whatever it is given."""
from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import StandardScaler


def standardise(train: np.ndarray, *others: np.ndarray) -> list[np.ndarray]:
    """All arrays in units of the first."""
    scaler = StandardScaler().fit(train)
    return [scaler.transform(part) for part in (train, *others)]


def rmse(model, X, y) -> float:
    return float(np.sqrt(mean_squared_error(y, model.predict(X))))


def refit(model, X: pd.DataFrame, y: pd.Series):
    return clone(model).fit(X, y)


def summary(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"mean": frame.mean(), "sd": frame.std(), "missing": frame.isna().mean()})


def fill(frame: pd.DataFrame, values: pd.Series | None = None) -> tuple[pd.DataFrame, pd.Series]:
    values = frame.median() if values is None else values
    return frame.fillna(values), values
