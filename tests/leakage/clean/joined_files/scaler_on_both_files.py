"""A competition: predictions are wanted for just these rows, and no score of this program can be wrong."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
features = [c for c in train.columns if c not in ("id", "target")]

scaler = StandardScaler()
scaler.fit(pd.concat([train[features], test[features]]))

model = LogisticRegression(max_iter=1000)
model.fit(scaler.transform(train[features]), train["target"])
test["target"] = model.predict_proba(scaler.transform(test[features]))[:, 1]
test[["id", "target"]].to_csv("submission.csv", index=False)
