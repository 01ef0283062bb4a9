"""Polars: what expressions add."""
import polars as pl
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error

px = pl.read_csv("prices.csv", try_parse_dates=True).sort("date")
px = px.with_columns(
    pl.col("close").shift(1).alias("lag"),
    pl.col("close").shift(-1).alias("y"),
    (pl.col("volume").shift(-2) / pl.col("volume")).alias("volume_ahead"),  # expect: leak-future-feature
    trend=pl.col("close").rolling_mean(5),
).drop_nulls()
train, test = px.filter(pl.col("date") < pl.date(2023, 1, 1)), px.filter(pl.col("date") >= pl.date(2023, 1, 1))
features = ["lag", "volume_ahead", "trend"]
model = LGBMRegressor(random_state=0).fit(train.select(features).to_numpy(), train["y"].to_numpy())
print(mean_absolute_error(test["y"].to_numpy(), model.predict(test.select(features).to_numpy())))
