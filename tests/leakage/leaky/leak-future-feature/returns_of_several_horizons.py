import pandas as pd
from catboost import CatBoostRegressor
from sklearn.metrics import mean_squared_error

px = pd.read_csv("eurusd.csv", index_col=0, parse_dates=True)
HORIZONS = (1, 5, 10)
for h in HORIZONS:
    px[f"ret_{h}"] = px["close"].pct_change(h)
    px[f"fwd_{h}"] = px["close"].shift(-h) / px["close"] - 1  # expect: leak-future-feature
px = px.dropna()
px["y"] = (px["close"].shift(-1) > px["close"]).astype(int)
split = "2021-01-01"
feats = [c for c in px.columns if c != "y"]
tr, te = px[:split], px[split:]
m = CatBoostRegressor(verbose=0, random_seed=1).fit(tr[feats], tr["y"])
print(mean_squared_error(te["y"], m.predict(te[feats])))
