import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score

temperature = np.load("temperature.npy")
pressure = np.load("pressure.npy")

X = np.column_stack([np.roll(temperature, 1), np.roll(pressure, -1)])[1:-1]  # expect: leak-future-feature
y = temperature[1:-1]

n = int(0.7 * len(y))
ridge = Ridge().fit(X[:n], y[:n])
print(r2_score(y[n:], ridge.predict(X[n:])))
