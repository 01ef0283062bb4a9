"""Each piece is tested by the models of all other pieces."""

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.naive_bayes import GaussianNB

X, y = load_breast_cancer(return_X_y=True)
pieces = np.array_split(np.random.default_rng(3).permutation(len(X)), 4)
for i in range(4):
    for j in range(4):
        if i != j:
            clf = GaussianNB().fit(X[pieces[j]], y[pieces[j]])
            print(i, j, clf.score(X[pieces[i]], y[pieces[i]]))
