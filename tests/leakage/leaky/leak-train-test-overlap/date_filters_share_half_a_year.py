import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

trips = pd.read_csv("trips.csv", parse_dates=["day"]).sort_values("day")
train = trips[trips["day"] <= "2023-12-31"]
test = trips[trips["day"] >= "2023-07-01"]  # either: leak-train-test-overlap
cols = ["temperature", "rain", "weekday"]
model = HistGradientBoostingRegressor(random_state=0).fit(train[cols], train["n"])
print(mean_absolute_error(test["n"], model.predict(test[cols])))  # either: leak-train-test-overlap
