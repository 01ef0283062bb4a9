import numpy as np
from sklearn.datasets import load_wine
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

X, y = load_wine(return_X_y=True)
X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-cv
folds = np.array_split(np.random.default_rng(0).permutation(len(X)), 5)
for i in range(5):
    test = folds[i]
    train = np.hstack([fold for j, fold in enumerate(folds) if j != i])
    print(KNeighborsClassifier().fit(X[train], y[train]).score(X[test], y[test]))
