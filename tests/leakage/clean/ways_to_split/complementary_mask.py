import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error

df = pd.read_csv("airfoil.csv")
mask = np.random.default_rng(0).random(len(df)) < 0.8
train, test = df[mask], df[~mask]
rf = RandomForestRegressor(random_state=0).fit(train.drop(columns="dB"), train["dB"])
print(mean_squared_error(test["dB"], rf.predict(test.drop(columns="dB"))))
