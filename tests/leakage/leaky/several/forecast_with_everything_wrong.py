"""Looks ahead, averages over the future, and shuffles time."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split

sales = pd.read_csv("store.csv", parse_dates=["date"]).sort_values("date")
sales["visitors_next"] = sales["visitors"].shift(-1)  # expect: leak-future-feature
sales["visitors_smooth"] = sales["visitors"].rolling(7, center=True).mean()  # expect: leak-centered-window
sales["sales_mean"] = sales["sales"].rolling(7).mean()  # expect: leak-rolling-includes-target
sales = sales.dropna()

X = sales[["visitors_next", "visitors_smooth", "sales_mean"]]
X_train, X_test, y_train, y_test = train_test_split(X, sales["sales"], test_size=0.2, random_state=0)  # expect: leak-temporal-shuffle
rf = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(mean_absolute_percentage_error(y_test, rf.predict(X_test)))
