"""Prequential evaluation: each batch is predicted before it is learned."""
import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score

stream = pd.read_csv("electricity.csv")
X, y = stream.drop(columns="up").to_numpy(), stream["up"].to_numpy()
model = SGDClassifier(random_state=0)
model.partial_fit(X[:500], y[:500], classes=np.array([0, 1]))
accuracies = []
for start in range(500, len(X), 500):
    xb, yb = X[start : start + 500], y[start : start + 500]
    accuracies.append(accuracy_score(yb, model.predict(xb)))
    model.partial_fit(xb, yb)
print(np.mean(accuracies))
