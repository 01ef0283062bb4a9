"""Return over the next five days is a feature, the sign of the next day the label."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score


def build(frame: pd.DataFrame) -> pd.DataFrame:
    out = pd.DataFrame(index=frame.index)
    out["ret_1"] = frame["adj_close"].pct_change()
    out["ret_5"] = frame["adj_close"].pct_change(-5)  # expect: leak-future-feature
    out["range"] = np.log(frame["high"] / frame["low"])
    out["label"] = (frame["adj_close"].shift(-1) > frame["adj_close"]).astype(int)
    return out.dropna()


table = build(pd.read_csv("ibm.csv", index_col="Date", parse_dates=True).sort_index())
split_day = "2020-01-01"
past, later = table[table.index < split_day], table[table.index >= split_day]
X_past, y_past = past.drop(columns="label"), past["label"]
X_later, y_later = later.drop(columns="label"), later["label"]
logit = LogisticRegression().fit(X_past, y_past)
print(accuracy_score(y_later, logit.predict(X_later)))
