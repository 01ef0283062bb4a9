"""The same model over ten seeds: a mean and a deviation, no best."""
import numpy as np
from sklearn.datasets import load_wine
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split

X, y = load_wine(return_X_y=True)
scores = []
for seed in range(10):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed, stratify=y)
    scores.append(ExtraTreesClassifier(random_state=seed).fit(X_train, y_train).score(X_test, y_test))
print(f"{np.mean(scores):.3f} ± {np.std(scores):.3f}")
