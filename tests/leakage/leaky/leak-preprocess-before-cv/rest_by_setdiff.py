import numpy as np
from sklearn.datasets import load_wine
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

X, y = load_wine(return_X_y=True)
X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-cv
order = np.random.default_rng(0).permutation(len(X))
for k, test in enumerate(np.array_split(order, 10)):
    train = np.setdiff1d(order, test)
    print(KNeighborsClassifier().fit(X[train], y[train]).score(X[test], y[test]))
