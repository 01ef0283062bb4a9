import json

import numpy as np
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_wine(return_X_y=True)
folds = [
    {"train": tr.tolist(), "test": te.tolist()}
    for tr, te in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y)
]
with open("folds.json", "w") as f:
    json.dump(folds, f)

accuracies = []
for fold in folds:
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(X[fold["train"]], y[fold["train"]])
    accuracies.append(model.score(X[fold["test"]], y[fold["test"]]))
print(np.mean(accuracies))
