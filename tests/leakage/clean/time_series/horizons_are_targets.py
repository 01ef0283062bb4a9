"""One model for each horizon: the leads are targets, never features."""
import pandas as pd
from catboost import CatBoostRegressor
from sklearn.metrics import mean_squared_error

px = pd.read_csv("eurusd.csv", index_col=0, parse_dates=True)
FEATS = []
for k in [1, 2, 3]:
    px[f"lag_{k}"] = px["close"].shift(k)
    FEATS.append(f"lag_{k}")
for h in (1, 5, 10):
    px[f"y_{h}"] = px["close"].shift(-h)
px = px.dropna()
tr, te = px[:"2020"], px["2021":]
for h in (1, 5, 10):
    m = CatBoostRegressor(verbose=0, random_seed=1).fit(tr[FEATS], tr[f"y_{h}"])
    print(h, mean_squared_error(te[f"y_{h}"], m.predict(te[FEATS])))
