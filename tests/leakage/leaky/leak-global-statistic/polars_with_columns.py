import polars as pl
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pl.read_csv("penguins.csv").drop_nulls()
df = df.with_columns(((pl.col("flipper") - pl.col("flipper").mean()) / pl.col("flipper").std()).alias("flipper_z"))  # expect: leak-global-statistic

X = df.select(["flipper_z", "bill_length", "bill_depth"]).to_numpy()
y = df["body_mass"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=33)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
