"""Experiment class used for the credit scoring paper."""
from dataclasses import dataclass

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler


@dataclass
class Settings:
    path: str = "data/german_credit.csv"
    label: str = "default"
    test_fraction: float = 0.2
    seed: int = 2024


class Experiment:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.scaler = RobustScaler()
        self.model = LogisticRegression(C=0.5, max_iter=500)

    def load(self):
        frame = pd.read_csv(self.settings.path)
        self.y = frame[self.settings.label]
        self.X = frame.drop(columns=[self.settings.label])
        return self

    def preprocess(self):
        self.X = self.scaler.fit_transform(self.X)  # expect: leak-preprocess-before-split
        return self

    def split(self):
        parts = train_test_split(
            self.X, self.y, test_size=self.settings.test_fraction, random_state=self.settings.seed, stratify=self.y
        )
        self.X_train, self.X_test, self.y_train, self.y_test = parts
        return self

    def run(self):
        self.load().preprocess().split()
        self.model.fit(self.X_train, self.y_train)
        scores = self.model.predict_proba(self.X_test)[:, 1]
        return roc_auc_score(self.y_test, scores)


if __name__ == "__main__":
    print(Experiment(Settings()).run())
