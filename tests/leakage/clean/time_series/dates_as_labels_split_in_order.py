import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit, cross_val_score, train_test_split

sales = pd.read_csv("sales.csv", parse_dates=True, index_col="month").sort_index()
X, y = sales.drop(columns="price"), sales["price"]
print(cross_val_score(Ridge(), X, y, cv=TimeSeriesSplit(5)).mean())
X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
