"""Folds by hand, and the scaler learns inside of each."""

import numpy as np
from sklearn.datasets import load_wine
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

X, y = load_wine(return_X_y=True)
pieces = np.array_split(np.random.default_rng(0).permutation(len(X)), 5)
scores = []
for i in range(len(pieces)):
    test = pieces[i]
    train = np.concatenate(pieces[:i] + pieces[i + 1 :])
    scaler = StandardScaler().fit(X[train])
    knn = KNeighborsClassifier().fit(scaler.transform(X[train]), y[train])
    scores.append(knn.score(scaler.transform(X[test]), y[test]))
print(np.mean(scores))
