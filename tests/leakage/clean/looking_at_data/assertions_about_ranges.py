# Statistics that only guard the script.
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor

df = pd.read_csv("diamonds.csv")
assert df["carat"].min() > 0, "carat must be positive"
assert df["price"].max() < 1_000_000
if df["depth"].isna().mean() > 0.05:
    raise ValueError("too many gaps in depth")

X_train, X_test, y_train, y_test = train_test_split(df[["carat", "depth", "table"]], df["price"], random_state=3)
tree = DecisionTreeRegressor(max_depth=8, random_state=3).fit(X_train, y_train)
print(tree.score(X_test, y_test))
