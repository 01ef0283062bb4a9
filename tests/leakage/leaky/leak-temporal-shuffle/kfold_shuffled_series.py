import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score

load = pd.read_csv("hourly_load.csv", index_col="timestamp", parse_dates=True).sort_index()
load["yesterday"] = load["mw"].shift(24)
load["last_week"] = load["mw"].shift(168)
load = load.dropna()

X, y = load[["yesterday", "last_week"]], load["mw"]
scores = cross_val_score(Ridge(), X, y, cv=KFold(5, shuffle=True, random_state=0), scoring="r2")  # expect: leak-temporal-shuffle
print(np.mean(scores))
