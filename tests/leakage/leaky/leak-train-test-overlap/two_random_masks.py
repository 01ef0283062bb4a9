import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from xgboost import XGBClassifier

rng = np.random.default_rng(2)
higgs = pd.read_csv("higgs_small.csv")
X, y = higgs.drop(columns="signal"), higgs["signal"]

in_train = rng.random(len(X)) < 0.8
in_test = rng.random(len(X)) < 0.2

booster = XGBClassifier(random_state=2)
booster.fit(X[in_train], y[in_train])  # either: leak-train-test-overlap
X_test, y_test = X[in_test], y[in_test]  # either: leak-train-test-overlap
print(roc_auc_score(y_test, booster.predict_proba(X_test)[:, 1]))  # either: leak-train-test-overlap
