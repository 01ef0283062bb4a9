"""Folds by hand: each fold scales by its own training rows, and clones what it fits."""

import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler

X, y = load_breast_cancer(return_X_y=True)
model = LogisticRegression(max_iter=500)
scores = []
for train, test in KFold(n_splits=5).split(X, y):
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X[train])
    X_test = scaler.transform(X[test])
    fitted = clone(model).fit(X_train, y[train])
    scores.append(accuracy_score(y[test], fitted.predict(X_test)))
print(np.mean(scores))

# Two halves of time, without shuffling
n = int(len(X) * 0.7)
past, future = X[:n], X[n:]
scaler = StandardScaler().fit(past)
model.fit(scaler.transform(past), y[:n])
print(model.score(scaler.transform(future), y[n:]))

# A picture of all rows: nothing is scored on it
everything = StandardScaler().fit_transform(X)
print(everything[:, :2].shape)
