import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

load = pd.read_csv("load.csv", parse_dates=["ts"], index_col="ts").sort_index()
load["day_before"] = load["mw"].shift(24)
load["week_before"] = load["mw"].shift(168)
load = load.dropna()
model = make_pipeline(StandardScaler(), Ridge())
scores = cross_val_score(
    model, load[["day_before", "week_before"]], load["mw"], cv=TimeSeriesSplit(n_splits=5, gap=24), scoring="r2"
)
print(scores)
