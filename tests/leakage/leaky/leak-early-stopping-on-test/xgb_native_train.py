"""Native API with a watchlist."""
import argparse

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_absolute_error


def read(path, label):
    frame = pd.read_csv(path)
    return xgb.DMatrix(frame.drop(columns=label), frame[label]), frame[label]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--train", default="train.csv")
    p.add_argument("--test", default="test.csv")
    p.add_argument("--label", default="load")
    args = p.parse_args()

    dtrain, _ = read(args.train, args.label)
    dtest, y_test = read(args.test, args.label)
    params = {"objective": "reg:squarederror", "eta": 0.05, "max_depth": 6, "seed": 0}
    watch = [(dtrain, "train"), (dtest, "test")]
    booster = xgb.train(params, dtrain, num_boost_round=3000, evals=watch, early_stopping_rounds=50, verbose_eval=False)  # expect: leak-early-stopping-on-test

    error = mean_absolute_error(y_test, booster.predict(dtest))
    print("rounds", booster.best_iteration, "MAE", np.round(error, 3))


if __name__ == "__main__":
    main()
