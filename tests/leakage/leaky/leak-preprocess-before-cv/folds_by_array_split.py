"""Folds without a library: ten pieces of a permutation."""
import numpy as np
from sklearn.datasets import load_wine
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

X, y = load_wine(return_X_y=True)
X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-cv
pieces = np.array_split(np.random.default_rng(0).permutation(len(X)), 10)
scores = []
for i in range(10):
    test = pieces[i]
    train = np.concatenate(pieces[:i] + pieces[i + 1 :])
    scores.append(KNeighborsClassifier().fit(X[train], y[train]).score(X[test], y[test]))
print(np.mean(scores))
