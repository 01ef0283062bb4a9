"""Time series: statsmodels, Prophet, Darts and sktime."""

from __future__ import annotations

import pytest
from programs import passed_on, related, run

from heldout.analysis.engine import Engine
from heldout.semantics.rows import Relation

CUT = "train, test = df.iloc[:800], df.iloc[800:]\n"


@pytest.mark.parametrize(
    "code",
    [
        "import statsmodels.api as sm\nm = sm.OLS(train['y'], sm.add_constant(train[['a']])).fit()\np = m.predict(test[['a']])",
        "import statsmodels.formula.api as smf\nm = smf.ols('y ~ a', data=train).fit()\np = m.predict(test)",
        "from statsmodels.tsa.arima.model import ARIMA\nm = ARIMA(train['y'], order=(1, 0, 0)).fit()\np = m.forecast(200)",
        "from prophet import Prophet\nm = Prophet()\nm.fit(train)\np = m.predict(test)",
        "from darts import TimeSeries\nfrom darts.models import ARIMA\np = ARIMA().fit(TimeSeries.from_dataframe(train)).predict(9)",
        "from sktime.forecasting.naive import NaiveForecaster\np = NaiveForecaster().fit(train['y']).predict(fh=[1])",
    ],
    ids=["statsmodels", "formula", "arima", "prophet", "darts", "sktime"],
)
def test_a_forecast_has_seen_the_rows_of_training(engine: Engine, code: str) -> None:
    _, table = run(engine, CUT + code)
    assert passed_on(table["p"], table["train"]) == {"model"}


def test_a_model_of_statsmodels_is_no_fitted_one(engine: Engine) -> None:
    _, table = run(
        engine, f"{CUT}import statsmodels.api as sm\nm = sm.OLS(train['y'], train)\nm.fit()\np = m.predict(test)"
    )
    assert not table["p"].seen


@pytest.mark.parametrize(
    "code",
    [
        "from darts import TimeSeries\nwhole = TimeSeries.from_dataframe(df)\na, b = whole.split_after(0.8)",
        "from sktime.split import temporal_train_test_split\nwhole = y\na, b = temporal_train_test_split(y, test_size=0.2)",
    ],
    ids=["darts", "sktime"],
)
def test_a_series_is_cut_in_time(engine: Engine, code: str) -> None:
    steps, table = run(engine, code)
    assert related(table["a"], table["b"]) is Relation.DISJOINT
    assert related(table["a"], table["whole"]) is Relation.INSIDE
    assert steps[-1].fact("time") is True


def test_a_scaler_of_darts_keeps_statistics_and_a_mapper_none(engine: Engine) -> None:
    _, table = run(
        engine,
        """
from darts import TimeSeries
from darts.dataprocessing.transformers import MissingValuesFiller, Scaler
whole = TimeSeries.from_dataframe(df)
filled = MissingValuesFiller().transform(whole)
scaled = Scaler().fit_transform(filled)
""",
    )
    assert not table["filled"].seen
    assert passed_on(table["scaled"], table["whole"]) == {"statistics"}
