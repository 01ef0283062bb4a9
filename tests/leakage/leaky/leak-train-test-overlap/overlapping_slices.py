import numpy as np
from sklearn.metrics import mean_squared_error
from sklearn.tree import DecisionTreeRegressor

data = np.loadtxt("airfoil.dat")
rng = np.random.default_rng(0)
data = data[rng.permutation(len(data))]

train = data[:1200]
test = data[1000:]  # either: leak-train-test-overlap

tree = DecisionTreeRegressor(min_samples_leaf=5, random_state=0)
tree.fit(train[:, :-1], train[:, -1])
print(mean_squared_error(test[:, -1], tree.predict(test[:, :-1])))  # either: leak-train-test-overlap
