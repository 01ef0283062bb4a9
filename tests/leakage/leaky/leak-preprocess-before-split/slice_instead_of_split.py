import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler

housing = fetch_california_housing()
rng = np.random.default_rng(1)
order = rng.permutation(len(housing.target))
X, y = housing.data[order], housing.target[order]

X = MinMaxScaler().fit_transform(X)  # expect: leak-preprocess-before-split

n_train = int(0.8 * len(X))
X_train, y_train = X[:n_train], y[:n_train]
X_test, y_test = X[n_train:], y[n_train:]

model = Ridge(alpha=1.0).fit(X_train, y_train)
rmse = np.sqrt(mean_squared_error(y_test, model.predict(X_test)))
print(f"test RMSE: {rmse:.3f}")
