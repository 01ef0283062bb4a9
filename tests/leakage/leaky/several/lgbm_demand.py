"""Daily demand per store (M5-like)."""
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

sales = pd.read_csv("sales.csv", parse_dates=["date"])
sales = sales.sort_values(["store", "date"]).reset_index(drop=True)
sales["dow"] = sales.date.dt.dayofweek
for lag in (1, 7, 28):
    sales[f"lag_{lag}"] = sales.groupby("store")["units"].shift(lag)
sales["roll_7"] = sales.groupby("store")["units"].transform(lambda s: s.rolling(7).mean())  # expect: leak-rolling-includes-target
sales["tomorrow"] = sales.groupby("store")["units"].shift(-1)  # expect: leak-future-feature
sales = sales.dropna()

features = [c for c in sales.columns if c not in ("date", "store", "units")]
train, test = train_test_split(sales, test_size=0.15, random_state=0)  # expect: leak-temporal-shuffle
dtrain = lgb.Dataset(train[features], train["units"])
dtest = lgb.Dataset(test[features], test["units"], reference=dtrain)
booster = lgb.train({"objective": "tweedie", "seed": 1}, dtrain, num_boost_round=3000, valid_sets=[dtest], callbacks=[lgb.early_stopping(50)])  # expect: leak-early-stopping-on-test
pred = booster.predict(test[features])
print("RMSE", np.sqrt(np.mean((pred - test["units"]) ** 2)))
