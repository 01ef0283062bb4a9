"""Clicks in sessions: the share of a session's earlier clicks is a feature, the rows go anywhere."""
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

clicks = pd.read_csv("clicks.csv")
clicks["position"] = clicks.groupby("session_id").cumcount()
print(clicks["session_id"].nunique(), "sessions with", len(clicks), "clicks")
train = clicks.sample(frac=0.8, random_state=0)  # expect: leak-group-split
test = clicks.drop(train.index)
cols = ["position", "price", "category"]
model = HistGradientBoostingClassifier(random_state=0).fit(train[cols], train["bought"])
print(roc_auc_score(test["bought"], model.predict_proba(test[cols])[:, 1]))
