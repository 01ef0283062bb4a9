from abc import ABC, abstractmethod

import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class Experiment(ABC):
    target = "y"

    def __init__(self, path):
        self.frame = pd.read_csv(path)

    @abstractmethod
    def estimator(self): ...

    def run(self):
        X, y = self.frame.drop(columns=self.target), self.frame[self.target]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        model = make_pipeline(StandardScaler(), self.estimator())
        return model.fit(X_train, y_train).score(X_test, y_test)


class RidgeExperiment(Experiment):
    def estimator(self):
        return Ridge()


class LassoExperiment(Experiment):
    target = "strength"

    def estimator(self):
        return Lasso(alpha=0.01)


print(RidgeExperiment("a.csv").run(), LassoExperiment("b.csv").run())
