"""scikit-learn and what is built in its manner: statistics that pass on, copies, and what really draws."""

from __future__ import annotations

import pytest
from programs import passed_on, related, run

from heldout.analysis.engine import Engine
from heldout.semantics.rows import Relation


@pytest.mark.parametrize(
    "name", ["scale", "minmax_scale", "robust_scale", "maxabs_scale", "quantile_transform", "power_transform"]
)
def test_scaling_in_one_go_passes_on_statistics(engine: Engine, name: str) -> None:
    _, table = run(engine, f"from sklearn.preprocessing import {name}\nout = {name}(X)")
    assert table["out"].rows == table["X"].rows
    assert passed_on(table["out"], table["X"]) == {"statistics"}


def test_scaling_within_rows_passes_on_nothing(engine: Engine) -> None:
    _, table = run(engine, "from sklearn.preprocessing import scale, normalize\na, b = scale(X, axis=1), normalize(X)")
    assert not table["a"].seen
    assert not table["b"].seen


def test_resampling_without_replacement_copies_nothing(engine: Engine) -> None:
    _, table = run(
        engine, "from sklearn.utils import resample\nless, more = resample(X, replace=False, n_samples=9), resample(X)"
    )
    assert not table["less"].seen
    assert related(table["less"], table["X"]) is Relation.INSIDE
    assert passed_on(table["more"], table["X"]) == {"copies"}


KEPT = {
    "category_encoders.TargetEncoder": "labels",
    "category_encoders.LeaveOneOutEncoder": "labels",
    "category_encoders.CountEncoder": "statistics",
    "category_encoders.HashingEncoder": None,
    "feature_engine.encoding.MeanEncoder": "labels",
    "feature_engine.imputation.MeanMedianImputer": "statistics",
    "feature_engine.creation.MathFeatures": None,
    "dask_ml.preprocessing.StandardScaler": "statistics",
}


@pytest.mark.parametrize(("cls", "how"), KEPT.items())
def test_what_transformers_of_others_keep(engine: Engine, cls: str, how: str | None) -> None:
    module, _, name = cls.rpartition(".")
    _, table = run(engine, f"from {module} import {name}\nout = {name}().fit(X, y).transform(X)")
    assert passed_on(table["out"], table["X"]) == ({how} if how else set())


DRAWS = {
    "sklearn.decomposition.NMF": False,
    "sklearn.manifold.LocallyLinearEmbedding": False,
    "sklearn.tree.DecisionTreeClassifier": False,
    "sklearn.ensemble.RandomForestClassifier": True,
    "sklearn.decomposition.TruncatedSVD": True,
    "sklearn.covariance.EllipticEnvelope": True,
    "catboost.CatBoostClassifier": False,
}


@pytest.mark.parametrize(("cls", "draws"), DRAWS.items())
def test_what_fitting_draws_by_default(engine: Engine, cls: str, draws: bool) -> None:
    model = engine.models.cls(cls)
    assert model is not None
    assert model.construct.random is draws
    assert model.construct.seed


def test_the_univariate_scores_of_features_have_seen_rows_and_labels(engine: Engine) -> None:
    _, table = run(engine, "from sklearn.feature_selection import f_classif\nout = f_classif(X, y)")
    assert passed_on(table["out"], table["X"]) == {"labels"}


def test_a_display_of_an_estimator_looks_at_the_rows_it_is_given(engine: Engine) -> None:
    steps, _ = run(
        engine,
        """
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import RocCurveDisplay
model = LogisticRegression().fit(X, y)
RocCurveDisplay.from_estimator(model, X, y)
""",
    )
    assert steps[-1].op == "score"
    assert {seen.how for seen in steps[-1].seen_before} == {"model"}


def test_a_z_score_has_seen_all_rows(engine: Engine) -> None:
    _, table = run(engine, "from scipy import stats\nall_, each = stats.zscore(X), stats.zscore(X, axis=1)")
    assert passed_on(table["all_"], table["X"]) == {"statistic"}
    assert not table["each"].seen


def test_filters_keep_rows_and_say_that_they_look_both_ways(engine: Engine) -> None:
    steps, table = run(
        engine, "from scipy.signal import filtfilt, savgol_filter\na = savgol_filter(X, 5, 2)\nb = filtfilt(b, a, X)"
    )
    assert [s.op for s in steps[-2:]] == ["smooth", "smooth"]
    assert table["b"].rows == table["X"].rows
