"""Walk forward over months; features look back only."""
import lightgbm as lgb
import numpy as np
import pandas as pd

df = pd.read_parquet("demand.parquet").sort_values(["sku", "week"])
g = df.groupby("sku")["qty"]
df["lag1"], df["lag4"] = g.shift(1), g.shift(4)
df["mean8"] = g.transform(lambda s: s.shift(1).rolling(8).mean())
df["sku_mean"] = g.transform(lambda s: s.shift(1).expanding().mean())
df["target"] = g.shift(-1)
df = df.dropna()
feats = ["lag1", "lag4", "mean8", "sku_mean"]
weeks = np.sort(df["week"].unique())
scores = []
for i in range(52, len(weeks) - 1, 4):
    tr, va, te = df[df.week < weeks[i - 4]], df[(df.week >= weeks[i - 4]) & (df.week < weeks[i])], df[df.week == weeks[i + 1]]
    m = lgb.LGBMRegressor(n_estimators=2000, random_state=0)
    m.fit(tr[feats], tr["target"], eval_set=[(va[feats], va["target"])], callbacks=[lgb.early_stopping(50)])
    scores.append(np.abs(m.predict(te[feats]) - te["target"]).mean())
print("MAE", np.mean(scores))
