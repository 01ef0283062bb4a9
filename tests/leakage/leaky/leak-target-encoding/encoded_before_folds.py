import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

amazon = pd.read_csv("amazon_access.csv")
y = amazon["ACTION"]
for col in ["RESOURCE", "MGR", "ROLE_CODE"]:
    amazon[col + "_rate"] = amazon.groupby(col)["ACTION"].transform("mean")  # expect: leak-target-encoding
X = amazon.filter(like="_rate")

oof = np.zeros(len(X))
for tr, va in StratifiedKFold(n_splits=5, shuffle=True, random_state=0).split(X, y):
    model = LogisticRegression(max_iter=500)
    model.fit(X.iloc[tr], y.iloc[tr])
    oof[va] = model.predict_proba(X.iloc[va])[:, 1]
print("CV AUC:", roc_auc_score(y, oof))
