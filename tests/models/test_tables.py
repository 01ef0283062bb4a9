"""Tables that are not pandas: polars, Spark, Dask and Ray."""

from __future__ import annotations

import pytest
from programs import passed_on, related, run

from heldout.analysis.engine import Engine
from heldout.semantics.rows import Relation

POLARS = "import polars as pl\ndf = pl.read_csv('d.csv')\n"
SPARK = """
from pyspark.sql import SparkSession, functions as F
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.ml.tuning import CrossValidator
spark = SparkSession.builder.appName("x").getOrCreate()
df = spark.read.option("header", True).csv("d.csv")
train, test = df.randomSplit([0.8, 0.2], seed=1)
"""


@pytest.mark.parametrize(
    "code",
    [
        "df.with_columns((pl.col('a') - pl.col('a').mean()) / pl.col('a').std())",
        "df.with_columns(b=pl.col('a') / pl.max('a'))",
        "df.with_columns([pl.col('a').fill_null(pl.col('a').median())])",
        "df.with_columns(pl.col('a').mean().over('g').alias('b'))",
        "df.lazy().with_columns(pl.col('a').rank()).collect()",
        "df.with_columns(a=df['a'] - df['a'].mean())",
    ],
)
def test_polars_expressions_bring_statistics_to_the_rows(engine: Engine, code: str) -> None:
    _, table = run(engine, f"{POLARS}out = {code}", "")
    assert table["out"].rows == table["df"].rows
    assert passed_on(table["out"], table["df"]) == {"statistic"}


@pytest.mark.parametrize(
    "code",
    [
        "df.with_columns(pl.col('a').log())",
        "df.select('a', 'b')",
        "df.sort('a')",
        "df.with_columns(pl.col('a').shift(1))",
    ],
)
def test_polars_expressions_of_a_row_bring_nothing(engine: Engine, code: str) -> None:
    _, table = run(engine, f"{POLARS}out = {code}", "")
    assert table["out"].rows == table["df"].rows
    assert not table["out"].seen


def test_polars_selecting_statistics_alone_leaves_no_rows(engine: Engine) -> None:
    _, table = run(engine, f"{POLARS}out = df.select(pl.col('a').mean(), pl.std('b'))", "")
    assert table["out"].content == "statistic"
    assert table["out"].rows is None


@pytest.mark.parametrize(
    "code",
    [
        "a, b = df.filter(pl.col('t') < '2020'), df.filter(pl.col('t') >= '2020')",
        "late = pl.col('t') > 5\na, b = df.filter(late), df.filter(~late)",
        "a, b = df.head(80), df[80:]",
        "t = pl.scan_parquet('d.parquet')\na, b = t.filter(pl.col('t') < 3).collect(), t.filter(pl.col('t') >= 3).collect()",
    ],
)
def test_polars_parts_share_no_row(engine: Engine, code: str) -> None:
    _, table = run(engine, POLARS + code, "")
    assert related(table["a"], table["b"]) is Relation.DISJOINT


def test_polars_concat_puts_parts_together_again(engine: Engine) -> None:
    _, table = run(
        engine, f"{POLARS}out = pl.concat([df.head(9), df[9:]])\nwide = pl.concat([df, df], how='horizontal')", ""
    )
    assert table["out"].rows == table["wide"].rows == table["df"].rows


def test_spark_splits_at_random_into_training_and_test_rows(engine: Engine) -> None:
    _, table = run(engine, SPARK, "")
    assert related(table["train"], table["test"]) is Relation.DISJOINT
    assert (table["train"].rows.role, table["test"].rows.role) == ("train", "test")
    assert table["train"].drawn is not None


def test_spark_fit_gives_a_new_object_and_leaves_the_estimator(engine: Engine) -> None:
    steps, table = run(
        engine,
        SPARK
        + """
scaler = StandardScaler(inputCol="f", outputCol="g")
model = scaler.fit(train)
out = model.transform(test)
again = scaler.transform(test)
""",
        "",
    )
    assert passed_on(table["out"], table["train"]) == {"statistics"}
    assert table["out"].rows == table["test"].rows
    assert not table["again"].seen
    assert "fit" in [s.op for s in steps]


@pytest.mark.parametrize(
    "made",
    [
        "Pipeline(stages=[VectorAssembler(), StandardScaler(), LogisticRegression()])",
        "CrossValidator(estimator=LogisticRegression(), estimatorParamMaps=[], evaluator=BinaryClassificationEvaluator())",
        "LogisticRegression().setMaxIter(5)",
    ],
)
def test_spark_predictions_have_seen_the_rows_of_training(engine: Engine, made: str) -> None:
    steps, table = run(
        engine,
        f"{SPARK}model = {made}.fit(train)\nout = model.transform(test)\nauc = BinaryClassificationEvaluator().evaluate(out)",
        "",
    )
    assert passed_on(table["out"], table["train"]) == {"model"}
    assert steps[-1].op == "metric"
    assert steps[-1].rows == table["test"].rows


def test_spark_a_pipeline_of_features_alone_is_no_model(engine: Engine) -> None:
    _, table = run(
        engine, f"{SPARK}out = Pipeline(stages=[VectorAssembler(), StandardScaler()]).fit(df).transform(df)", ""
    )
    assert passed_on(table["out"], table["df"]) == {"statistics"}


@pytest.mark.parametrize(
    "code",
    [
        "a, b = df.filter(F.col('d') < 3), df.filter(F.col('d') >= 3)",
        "a, b = df.where(df.d < 3), df.where(df.d >= 3)",
        "a = df.sample(0.8, seed=1)\nb = df.subtract(a)",
    ],
)
def test_spark_parts_share_no_row(engine: Engine, code: str) -> None:
    _, table = run(engine, SPARK + code, "")
    assert related(table["a"], table["b"]) is Relation.DISJOINT


def test_spark_functions_bring_statistics(engine: Engine) -> None:
    _, table = run(
        engine, f"{SPARK}m = df.agg(F.mean('a')).collect()[0][0]\nout = df.withColumn('a', F.col('a') - m)", ""
    )
    assert passed_on(table["out"], table["df"]) == {"statistic"}


def test_dask_tables_split_and_come_back_as_pandas(engine: Engine) -> None:
    _, table = run(
        engine,
        """
import dask.dataframe as dd
from dask_ml.model_selection import train_test_split
df = dd.read_csv("d.csv")
a, b = df.random_split([0.9, 0.1], random_state=0)
c, d = train_test_split(df, random_state=0)
out = ((a - a.mean()) / a.std()).compute()
""",
        "",
    )
    assert related(table["a"], table["b"]) is Relation.DISJOINT
    assert related(table["c"], table["d"]) is Relation.DISJOINT
    assert passed_on(table["out"], table["a"]) == {"statistic"}
    assert table["out"].kind.cls == "pandas.DataFrame"


def test_ray_data_splits_and_scales(engine: Engine) -> None:
    _, table = run(
        engine,
        """
import ray
from ray.data.preprocessors import StandardScaler
ds = ray.data.read_parquet("s3://bucket/d")
a, b = ds.train_test_split(test_size=0.25)
c, d, e = ds.split_proportionately([0.6, 0.2])
out = StandardScaler(columns=["x"]).fit(a).transform(b)
""",
        "",
    )
    assert related(table["a"], table["b"]) is related(table["d"], table["e"]) is Relation.DISJOINT
    assert passed_on(table["out"], table["a"]) == {"statistics"}
    assert table["a"].drawn is None
