"""Fits on the training part and remembers; transforms whatever comes later."""
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


class Preprocessor:
    def __init__(self, numeric):
        self.numeric = numeric
        self.imputer = SimpleImputer(strategy="median")
        self.scaler = StandardScaler()

    def fit(self, frame):
        filled = self.imputer.fit_transform(frame[self.numeric])
        self.scaler.fit(filled)
        return self

    def transform(self, frame):
        return self.scaler.transform(self.imputer.transform(frame[self.numeric]))

    def fit_transform(self, frame):
        return self.fit(frame).transform(frame)


def main():
    houses = pd.read_csv("houses.csv")
    train, test = train_test_split(houses, test_size=0.2, random_state=1)
    prep = Preprocessor(["area", "rooms", "garden"])
    X_train = prep.fit_transform(train)
    X_test = prep.transform(test)
    rf = RandomForestRegressor(random_state=1).fit(X_train, train["price"])
    print(mean_absolute_error(test["price"], rf.predict(X_test)))


if __name__ == "__main__":
    main()
