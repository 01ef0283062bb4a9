"""Two passes over the training file in chunks, one over the test file."""
import pandas as pd
from sklearn.linear_model import SGDRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import StandardScaler

COLS, TARGET = ["distance", "hour", "passengers"], "fare"
scaler, model = StandardScaler(), SGDRegressor(random_state=0)
for chunk in pd.read_csv("taxi_train.csv", chunksize=100_000):
    scaler.partial_fit(chunk[COLS])
for chunk in pd.read_csv("taxi_train.csv", chunksize=100_000):
    model.partial_fit(scaler.transform(chunk[COLS]), chunk[TARGET])
for chunk in pd.read_csv("taxi_test.csv", chunksize=100_000):
    print(mean_absolute_error(chunk[TARGET], model.predict(scaler.transform(chunk[COLS]))))
