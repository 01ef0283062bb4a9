"""Arrays put side by side: earlier rows beside the next one, and a shift that only the target has."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

scada = pd.read_csv("scada.csv", parse_dates=["t"]).sort_values("t")
v = scada["wind_speed"].to_numpy()
power = scada["power"].to_numpy()
cut = int(len(power) * 0.75)


def judge(X, y):
    forest = RandomForestRegressor(200, random_state=0).fit(X[:cut], y[:cut])
    print(mean_absolute_error(y[cut:], forest.predict(X[cut:])))


judge(np.column_stack([v[:-1], power[:-1], np.sin(v[:-1])]), power[1:])
judge(np.c_[v, scada["power"].shift(1).to_numpy()][1:], power[1:])
judge(np.column_stack([v, np.roll(power, 1)])[1:], power[1:])
judge(np.c_[v, power][:-1], np.roll(power, -1)[:-1])

# What the next row holds is known when the row after that is predicted.
X = np.c_[v, np.roll(v, -1)][:-2]
y = power[2:]
forest = RandomForestRegressor(200, random_state=0).fit(X[:cut], y[:cut])
print(mean_absolute_error(y[cut:], forest.predict(X[cut:])))
