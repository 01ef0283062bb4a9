import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import AdaBoostClassifier
from sklearn.model_selection import KFold

X, y = load_breast_cancer(return_X_y=True)
scores = []
for train, test in KFold(n_splits=5, shuffle=True, random_state=0).split(X):
    ada = AdaBoostClassifier(random_state=0)
    ada.fit(X, y)  # expect: leak-train-on-full-data
    scores.append(ada.score(X[test], y[test]))
print(np.mean(scores))
