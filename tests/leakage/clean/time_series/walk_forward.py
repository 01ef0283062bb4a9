"""Expanding window: train on everything up to a month, test on the next one."""
import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error

FEATURES = ["lag_1", "lag_12", "promo"]


def features(frame):
    frame = frame.sort_values("month").copy()
    frame["lag_1"] = frame["sales"].shift(1)
    frame["lag_12"] = frame["sales"].shift(12)
    return frame.dropna()


def walk_forward(frame, first):
    errors = []
    for month in sorted(frame["month"].unique())[first:]:
        past, present = frame[frame["month"] < month], frame[frame["month"] == month]
        model = LGBMRegressor(random_state=0).fit(past[FEATURES], past["sales"])
        errors.append(mean_absolute_error(present["sales"], model.predict(present[FEATURES])))
    return np.mean(errors)


shop = features(pd.read_csv("shop.csv", parse_dates=["month"]))
print(walk_forward(shop, first=24))
