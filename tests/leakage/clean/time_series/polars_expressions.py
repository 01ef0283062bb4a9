"""Polars: the shift ahead is the target, and never a feature."""
import polars as pl
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error

px = pl.read_csv("prices.csv", try_parse_dates=True).sort("date")
px = px.with_columns(
    pl.col("close").shift(1).alias("lag"),
    pl.col("close").shift(-1).alias("y"),
    pl.col("volume").shift(-1).alias("next_volume"),
    pl.col("volume").shift(1).over("symbol").alias("volume_before"),
    trend=pl.col("close").rolling_mean(5),
)
px = px.with_columns(pl.col("next_volume").shift(2).alias("volume_2"), pl.lit(1).alias("one")).drop_nulls()
train, test = px.filter(pl.col("date") < pl.date(2023, 1, 1)), px.filter(pl.col("date") >= pl.date(2023, 1, 1))


def judge(a, b):
    model = LGBMRegressor(random_state=0).fit(a, train["y"].to_numpy())
    print(mean_absolute_error(test["y"].to_numpy(), model.predict(b)))


features = ["lag", "trend", "volume_before", "volume_2"]
judge(train.select(features).to_numpy(), test.select(features).to_numpy())
judge(train.drop("y", "next_volume").to_numpy(), test.drop("y", "next_volume").to_numpy())
judge(train.drop(["y", "next_volume"]).to_numpy(), test.drop(["y", "next_volume"]).to_numpy())
judge(train.select(pl.exclude("y", "next_volume")).to_numpy(), test.select(pl.exclude("y", "next_volume")).to_numpy())
judge(train.select(pl.col("^lag.*$"), "trend").to_numpy(), test.select(pl.col("^lag.*$"), "trend").to_numpy())
judge(train.select(pl.col(features)).to_numpy(), test.select(pl.col(features)).to_numpy())
judge(train.select(pl.all().exclude("y", "next_volume")).to_numpy(), test.select(pl.all().exclude("y", "next_volume")).to_numpy())
judge(train.select([pl.col(c) for c in features]).to_numpy(), test.select([pl.col(c) for c in features]).to_numpy())
