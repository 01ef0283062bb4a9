import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

rng = np.random.default_rng(0)
X = rng.normal(size=(100, 10_000))
y = rng.integers(0, 2, size=100)

selector = SelectKBest(f_classif, k=20)
X_small = selector.fit_transform(X, y)  # expect: leak-supervised-selection-before-split

acc = cross_val_score(LogisticRegression(), X_small, y, cv=5)
print("Wow, accuracy is", acc.mean())
