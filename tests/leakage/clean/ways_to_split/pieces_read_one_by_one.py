"""Pieces that are read one after another: to save memory, not to test."""

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = np.load("x.npy"), np.load("y.npy")
train, test = train_test_split(np.arange(len(X)), random_state=0)
scaler = StandardScaler().fit(X[train])
clf = SGDClassifier(random_state=0)
for rows in np.array_split(train, 20):
    clf.partial_fit(scaler.transform(X[rows]), y[rows], classes=[0, 1])
print(clf.score(scaler.transform(X[test]), y[test]))
