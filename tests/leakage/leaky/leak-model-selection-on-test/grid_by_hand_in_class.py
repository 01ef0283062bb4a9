import itertools

import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR


class Tuner:
    grid = {"C": [1, 10, 100], "epsilon": [0.01, 0.1], "gamma": ["scale", 0.1]}

    def __init__(self, X, y, seed):
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
        self.best_error = float("inf")
        self.best_model = None

    def search(self):
        for values in itertools.product(*self.grid.values()):
            params = dict(zip(self.grid, values))
            model = make_pipeline(StandardScaler(), SVR(**params))
            model.fit(self.X_train, self.y_train)
            error = mean_squared_error(self.y_test, model.predict(self.X_test))  # either: leak-model-selection-on-test
            if error < self.best_error:  # either: leak-model-selection-on-test
                self.best_error = error  # either: leak-model-selection-on-test
                self.best_model = model
        return self


frame = pd.read_csv("concrete.csv")
tuner = Tuner(frame.drop(columns="strength"), frame["strength"], seed=0).search()
print("Test-MSE des besten Modells:", tuner.best_error)
