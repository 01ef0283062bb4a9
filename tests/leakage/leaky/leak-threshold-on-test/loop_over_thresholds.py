import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

quora = pd.read_csv("quora_features.csv")
X_tr, X_te, y_tr, y_te = train_test_split(quora.drop(columns="insincere"), quora["insincere"], random_state=1)
scores = LGBMClassifier(random_state=1).fit(X_tr, y_tr).predict_proba(X_te)[:, 1]

best_t, best_f1 = 0.5, 0.0
for t in np.arange(0.05, 0.95, 0.01):
    f1 = f1_score(y_te, scores > t)  # either: leak-threshold-on-test
    if f1 > best_f1:  # either: leak-threshold-on-test
        best_t, best_f1 = t, f1  # either: leak-threshold-on-test
print(f"threshold {best_t:.2f} gives F1 {best_f1:.3f} on the test set")
