import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
from sklearn.preprocessing import StandardScaler

load = pd.read_csv("load.csv", parse_dates=["ts"], index_col="ts").sort_index()
load["day_before"] = load["mw"].shift(24)
load["week_before"] = load["mw"].shift(168)
load = load.dropna()
X = StandardScaler().fit_transform(load[["day_before", "week_before"]])  # expect: leak-preprocess-before-cv
print(cross_val_score(Ridge(), X, load["mw"], cv=TimeSeriesSplit(5)).mean())
