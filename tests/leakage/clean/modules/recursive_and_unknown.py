"""Things that cannot be followed accuse nobody."""
import importlib
import sys

import pandas as pd
from my_company.features import engineer, split
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def deep(frame, n):
    return frame if n == 0 else deep(engineer(frame), n - 1)


table = deep(pd.read_csv(sys.argv[1]), 3)
X_train, X_test, y_train, y_test = split(table)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
report = getattr(importlib.import_module("my_company.reports"), sys.argv[2])
print(report(model, X_test, y_test))
