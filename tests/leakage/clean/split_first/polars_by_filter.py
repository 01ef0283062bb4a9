import polars as pl
from sklearn.linear_model import LinearRegression

df = pl.read_csv("penguins.csv").drop_nulls().with_row_index("n")
train = df.filter(pl.col("n") % 5 != 0)
test = df.filter(pl.col("n") % 5 == 0)
mean, std = train["flipper"].mean(), train["flipper"].std()
train = train.with_columns(((pl.col("flipper") - mean) / std).alias("z"))
test = test.with_columns(((pl.col("flipper") - mean) / std).alias("z"))
lr = LinearRegression().fit(train.select("z", "depth").to_numpy(), train["mass"].to_numpy())
print(lr.score(test.select("z", "depth").to_numpy(), test["mass"].to_numpy()))
