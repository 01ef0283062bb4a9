import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor


def add_lags(frame, column, lags):
    for lag in lags:
        frame[f"{column}_{lag}"] = frame[column].shift(lag)
    return frame.dropna()


def load_prices(path):
    frame = pd.read_csv(path)
    frame["Date"] = pd.to_datetime(frame["Date"])
    return frame.sort_values("Date").set_index("Date")


def main():
    prices = add_lags(load_prices("spy.csv"), "Close", [1, 2, 3, 5])
    X = prices[[c for c in prices if c.startswith("Close_")]]
    y = prices["Close"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=9)  # expect: leak-temporal-shuffle
    model = XGBRegressor(random_state=9).fit(X_train, y_train)
    print(mean_squared_error(y_test, model.predict(X_test)))


main()
