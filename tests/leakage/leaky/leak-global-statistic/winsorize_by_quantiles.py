"""Clip outliers at the 1st and 99th percentile of everything."""
import pandas as pd
from sklearn.linear_model import HuberRegressor
from sklearn.model_selection import train_test_split


class Winsorizer:
    def __init__(self, low=0.01, high=0.99):
        self.low, self.high = low, high

    def __call__(self, column: pd.Series) -> pd.Series:
        return column.clip(column.quantile(self.low), column.quantile(self.high))  # either: leak-global-statistic


clip = Winsorizer()
salaries = pd.read_csv("salaries.csv")
salaries["years"] = clip(salaries["years"])  # either: leak-global-statistic
X = salaries[["years", "hours"]]
y = salaries["salary"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(HuberRegressor().fit(X_train, y_train).score(X_test, y_test))
