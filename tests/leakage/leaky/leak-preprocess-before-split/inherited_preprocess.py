from abc import ABC, abstractmethod

import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


class Experiment(ABC):
    target = "y"

    def __init__(self, path):
        self.frame = pd.read_csv(path)

    @abstractmethod
    def build(self): ...

    def features(self):
        return StandardScaler().fit_transform(self.frame.drop(columns=self.target))  # expect: leak-preprocess-before-split

    def run(self):
        X_train, X_test, y_train, y_test = train_test_split(self.features(), self.frame[self.target], random_state=0)
        return self.build().fit(X_train, y_train).score(X_test, y_test)


class RidgeExperiment(Experiment):
    def build(self):
        return Ridge()


class LassoExperiment(Experiment):
    target = "strength"

    def build(self):
        return Lasso(alpha=0.01)


print(RidgeExperiment("a.csv").run(), LassoExperiment("b.csv").run())
