import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score

TARGET = "revenue"
shops = pd.read_csv("shops.csv", parse_dates=["month"]).sort_values(["shop", "month"])
shops["avg_so_far"] = shops.groupby("shop")[TARGET].transform(lambda s: s.expanding().mean())  # expect: leak-rolling-includes-target

train = shops[shops["month"] < "2025-01-01"]
test = shops[shops["month"] >= "2025-01-01"]
features = ["avg_so_far", "staff", "area"]
ridge = Ridge().fit(train[features], train[TARGET])
print(r2_score(test[TARGET], ridge.predict(test[features])))
