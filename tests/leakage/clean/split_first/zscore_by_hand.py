import numpy as np
from sklearn.neighbors import KNeighborsRegressor

data = np.load("bikes.npy")
rng = np.random.default_rng(42)
perm = rng.permutation(len(data))
cut = int(0.8 * len(data))
train, test = data[perm[:cut]], data[perm[cut:]]
X_train, y_train = train[:, :-1], train[:, -1]
X_test, y_test = test[:, :-1], test[:, -1]

mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mu) / sigma
X_test = (X_test - mu) / sigma

knn = KNeighborsRegressor(5).fit(X_train, y_train)
print(knn.score(X_test, y_test))
