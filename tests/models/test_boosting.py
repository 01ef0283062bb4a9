"""XGBoost, LightGBM and CatBoost: functions that fit, data sets that wrap rows and labels."""

from __future__ import annotations

import pytest
from programs import related, run

from heldout.analysis.engine import Engine
from heldout.semantics.rows import Relation

SPLIT = """
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
import catboost, lightgbm as lgb, xgboost as xgb
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
"""
TRAINED = {
    "xgboost": "b = xgb.train({}, xgb.DMatrix(X_train, label=y_train))\np = b.predict(xgb.DMatrix(X_test))",
    "xgboost, watched": "b = xgb.train({}, xgb.DMatrix(X_train, y_train), 10, evals=[(xgb.DMatrix(X_test), 'v')])\np = b.predict(xgb.DMatrix(X_test))",
    "lightgbm": "b = lgb.train({}, lgb.Dataset(X_train, y_train))\np = b.predict(X_test)",
    "lightgbm, keyword": "b = lgb.train(params={}, train_set=lgb.Dataset(data=X_train, label=y_train))\np = b.predict(X_test)",
    "catboost": "b = catboost.CatBoostClassifier().fit(catboost.Pool(X_train, y_train))\np = b.predict(catboost.Pool(X_test))",
    "catboost, native": "b = catboost.train(pool=catboost.Pool(X_train, y_train), params={})\np = b.predict(X_test)",
    "updated": "b = xgb.Booster({}, [xgb.DMatrix(X_train)])\nfor i in range(9):\n    b.update(xgb.DMatrix(X_train, y_train), i)\np = b.predict(xgb.DMatrix(X_test))",
}


@pytest.mark.parametrize("code", TRAINED.values(), ids=TRAINED)
def test_a_prediction_has_seen_the_rows_of_training(engine: Engine, code: str) -> None:
    _, table = run(engine, f"{SPLIT}{code}")
    models = [seen for seen in table["p"].seen if seen.how == "model"]
    assert {seen.rows for seen in models} == {table["X_train"].rows}
    assert table["p"].rows == table["X_test"].rows


WATCHED = {
    "xgb.train({}, xgb.DMatrix(X_train), evals=[(xgb.DMatrix(X_test), 'v')])": "evals",
    "lgb.train({}, lgb.Dataset(X_train), valid_sets=[lgb.Dataset(X_test)])": "valid_sets",
    "xgb.XGBClassifier().fit(X_train, y_train, eval_set=[(X_test, y_test)])": "eval_set",
    "lgb.LGBMRegressor().fit(X_train, y_train, eval_set=[(X_test, y_test)])": "eval_set",
    "catboost.CatBoostRegressor().fit(X_train, y_train, eval_set=(X_test, y_test))": "eval_set",
}


@pytest.mark.parametrize(("code", "word"), WATCHED.items())
def test_the_rows_that_stop_training_are_known_by_name(engine: Engine, code: str, word: str) -> None:
    steps, _ = run(engine, f"{SPLIT}{code}")
    assert steps[-1].op == "fit"
    assert steps[-1].model is not None
    assert word in steps[-1].model.watches
    assert steps[-1].arg(word) is not None


def test_a_part_of_a_data_set_lies_inside_it(engine: Engine) -> None:
    _, table = run(engine, f"{SPLIT}whole = lgb.Dataset(X, y)\nout = whole.subset([1, 2])")
    assert related(table["out"], table["X"]) is Relation.INSIDE


def test_a_model_that_was_trained_twice_has_learned_from_the_last(engine: Engine) -> None:
    _, table = run(
        engine,
        f"{SPLIT}b = xgb.train({{}}, xgb.DMatrix(X))\nb = xgb.train({{}}, xgb.DMatrix(X_train))\np = b.predict(X_test)",
    )
    assert {seen.rows for seen in table["p"].seen} == {table["X_train"].rows}
