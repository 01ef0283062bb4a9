"""Which lines a fix may change."""

from __future__ import annotations

from bad_fixes_meant import CELLS
from pages import document

from heldout.agent.context import context_of
from heldout.analysis.engine import Analyser, Engine

LISTED = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

FEATURES = ["age", "churn"]
OTHER = ["b"]


def score(path):
    train, test = train_test_split(pd.read_csv(path), random_state=0)
    model = LogisticRegression().fit(train[FEATURES], train["churn"])
    return model.score(test[FEATURES], test["churn"])


print(score("churn.csv"))
"""


def lines(engine: Engine, code: str, rule: str) -> str:
    snapshot = Analyser(engine).update(document(code))
    finding = next(f for f in snapshot.findings if f.rule == rule)
    return context_of(snapshot, finding).code


def test_constants_that_the_function_reads_may_change(engine: Engine) -> None:
    code = lines(engine, LISTED, "leak-target-in-features")
    assert "FEATURES = " in code
    assert "OTHER" not in code


def test_cells_that_share_variables_may_change(engine: Engine) -> None:
    code = lines(engine, CELLS, "nb-non-idempotent-cell")
    assert 'print(df["price"].mean())' in code
    assert 'df = pd.read_csv("sales.csv")' in code
