import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

demand = pd.read_csv("demand.csv", parse_dates=["day"]).sort_values("day")
demand["mean_7"] = demand["qty"].rolling(7).mean()  # expect: leak-rolling-includes-target
demand["weekday"] = demand["day"].dt.weekday
demand = demand.dropna()

split = int(0.8 * len(demand))
X, y = demand[["mean_7", "weekday"]], demand["qty"]
rf = RandomForestRegressor(random_state=0).fit(X[:split], y[:split])
print(mean_absolute_error(y[split:], rf.predict(X[split:])))
