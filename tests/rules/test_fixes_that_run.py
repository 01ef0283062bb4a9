"""Fixes that would leave a program which breaks when it runs, and must not be offered so."""

from __future__ import annotations

import pytest
from pages import analysed, text

from heldout.analysis.engine import Engine
from heldout.fixes.apply import apply_edits


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def fixed(engine: Engine, code: str, rule: str) -> str | None:
    snapshot = analysed(engine, code)
    finding = next(f for f in snapshot.findings if f.rule == rule)
    fixes = snapshot.fixes(finding)
    return text(apply_edits(snapshot.document, fixes[0].edits)) if fixes else None


def test_a_helper_that_fits_both_parts_keeps_its_fit(engine: Engine) -> None:
    """Else nobody would ever fit the scaler."""
    code = """\
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

scaler = StandardScaler()


def scaled(rows):
    return scaler.fit_transform(rows)


X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = SVC().fit(scaled(X_train), y_train)
print(model.score(scaled(X_test), y_test))
"""
    assert fixed(engine, code, "leak-fit-on-test") is None


def test_the_target_is_dropped_once(engine: Engine) -> None:
    """What is dropped before the split is not in its parts."""
    code = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def load(path):
    df = pd.read_csv(path)
    return df, df["ill"]


X, y = load("wdbc.csv")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
    new = fixed(engine, code, "leak-target-in-features")
    assert new == code.replace("train_test_split(X, y", 'train_test_split(X.drop(columns="ill"), y')


def test_a_part_that_nobody_keeps_is_not_fitted_on(engine: Engine) -> None:
    code = """\
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

X, y = load_wine(return_X_y=True)
_, X_test, _, y_test = train_test_split(X, y, random_state=0)
model = SVC().fit(X, y)
print(model.score(X_test, y_test))
"""
    assert fixed(engine, code, "leak-train-on-full-data") is None
