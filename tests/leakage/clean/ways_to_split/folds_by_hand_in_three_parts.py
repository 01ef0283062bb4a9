"""Three parts by hand: one to test, the next to validate, the others to train."""

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression

X, y = load_breast_cancer(return_X_y=True)
folds = np.array_split(np.random.default_rng(3).permutation(len(X)), 6)
for k in range(6):
    test, valid = folds[k], folds[(k + 1) % 6]
    train = np.setdiff1d(np.setdiff1d(np.arange(len(X)), test), valid)
    best = max((0.1, 1, 10), key=lambda c: LogisticRegression(C=c, max_iter=5000).fit(X[train], y[train]).score(X[valid], y[valid]))
    final = LogisticRegression(C=best, max_iter=5000).fit(X[np.concatenate([train, valid])], y[np.concatenate([train, valid])])
    print(final.score(X[test], y[test]))
