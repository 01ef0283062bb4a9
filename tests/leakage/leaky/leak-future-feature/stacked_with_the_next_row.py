"""Wind turbine power curve; features are stacked from columns."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

scada = pd.read_csv("scada.csv", parse_dates=["t"]).sort_values("t")
v = scada["wind_speed"].to_numpy()
power = scada["power"].to_numpy()
nxt = scada["power"].shift(-1).to_numpy()  # expect: leak-future-feature
X = np.c_[v, nxt][:-1]
y = power[:-1]
cut = int(len(y) * 0.75)
rf = RandomForestRegressor(200, random_state=0).fit(X[:cut], y[:cut])
print(mean_absolute_error(y[cut:], rf.predict(X[cut:])))
