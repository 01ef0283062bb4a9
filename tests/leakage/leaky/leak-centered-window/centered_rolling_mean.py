import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

traffic = pd.read_csv("traffic.csv", parse_dates=["time"]).sort_values("time")
traffic["smooth_speed"] = traffic["speed"].rolling(7, center=True).mean()  # expect: leak-centered-window
traffic = traffic.dropna()

cut = int(len(traffic) * 0.8)
train, test = traffic.iloc[:cut], traffic.iloc[cut:]
gbr = GradientBoostingRegressor(random_state=0)
gbr.fit(train[["smooth_speed", "rain"]], train["flow"])
print(mean_absolute_error(test["flow"], gbr.predict(test[["smooth_speed", "rain"]])))
