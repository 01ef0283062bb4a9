"""House prices by month; the file comes in any order and is put in that of time."""

import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score


def load(path):
    table = pd.read_csv(path, parse_dates=["month"], index_col="month")
    return table.sort_index()


sales = load("sales.csv")
folds = KFold(n_splits=5, shuffle=True, random_state=0)
print(cross_val_score(Ridge(), sales.drop(columns="price"), sales["price"], cv=folds).mean())  # expect: leak-temporal-shuffle
