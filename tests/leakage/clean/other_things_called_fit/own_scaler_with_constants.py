"""`fit_transform` of a class that learns nothing."""
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split


class UnitConverter:
    factors = {"inch": 2.54, "foot": 30.48}

    def fit(self, X):
        return self

    def transform(self, X):
        return X.assign(**{f"{c}_cm": X[c] * self.factors["inch"] for c in X.columns})

    def fit_transform(self, X):
        return self.fit(X).transform(X)


body = pd.read_csv("body.csv")
X = UnitConverter().fit_transform(body[["waist", "chest"]])
X_train, X_test, y_train, y_test = train_test_split(X, body["fat"], random_state=0)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
