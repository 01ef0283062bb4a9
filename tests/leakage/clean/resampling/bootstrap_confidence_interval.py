"""Resampling test predictions for a confidence interval is no training."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("sepsis.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sepsis"), df["sepsis"], random_state=0)
p = LogisticRegression(max_iter=1000).fit(X_train, y_train).predict_proba(X_test)[:, 1]
y_true = y_test.to_numpy()

rng = np.random.default_rng(0)
aucs = []
for _ in range(1000):
    rows = rng.integers(0, len(y_true), len(y_true))
    aucs.append(roc_auc_score(y_true[rows], p[rows]))
low, high = np.percentile(aucs, [2.5, 97.5])
print(f"AUC {roc_auc_score(y_true, p):.3f} [{low:.3f}, {high:.3f}]")
