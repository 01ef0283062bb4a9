"""A generator gives folds that were each scaled by their own training rows."""
import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_wine
from sklearn.model_selection import KFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def scaled_folds(X, y, scaler, k=5):
    for train, test in KFold(k, shuffle=True, random_state=0).split(X):
        fitted = clone(scaler).fit(X[train])
        yield (fitted.transform(X[train]), y[train]), (fitted.transform(X[test]), y[test])


X, y = load_wine(return_X_y=True)
scores = [KNeighborsClassifier().fit(*train).score(*test) for train, test in scaled_folds(X, y, StandardScaler())]
print(np.mean(scores))
