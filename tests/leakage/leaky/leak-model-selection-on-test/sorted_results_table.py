import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR


def evaluate(model, split):
    X_train, X_test, y_train, y_test = split
    model.fit(X_train, y_train)
    return mean_absolute_error(y_test, model.predict(X_test))  # either: leak-model-selection-on-test


def main():
    df = pd.read_csv("energy_efficiency.csv")
    split = train_test_split(df.drop(columns="Y1"), df["Y1"], test_size=0.2, random_state=1)
    candidates = [Ridge(), Lasso(), SVR(), ExtraTreesRegressor(random_state=1)]
    rows = [{"model": type(m).__name__, "mae": evaluate(m, split)} for m in candidates]
    table = pd.DataFrame(rows).sort_values("mae")  # either: leak-model-selection-on-test
    print(table.to_string(index=False))
    print("We choose", table.iloc[0]["model"], "with an error of", table.iloc[0]["mae"])  # either: leak-model-selection-on-test


if __name__ == "__main__":
    main()
