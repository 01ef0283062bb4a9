"""Statistics of the test file are printed beside those of training (drift), never used."""
import argparse

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import StandardScaler

p = argparse.ArgumentParser()
p.add_argument("--train-file", required=True)
p.add_argument("--test-file", required=True)
a = p.parse_args()
train, test = pd.read_csv(a.train_file), pd.read_csv(a.test_file)
cols = [c for c in train if c != "y"]
sc_train, sc_test = StandardScaler().fit(train[cols]), StandardScaler().fit(test[cols])
print("drift of means", np.abs(sc_train.mean_ - sc_test.mean_).max())
model = GradientBoostingRegressor(random_state=0).fit(sc_train.transform(train[cols]), train["y"])
print(mean_absolute_error(test["y"], model.predict(sc_train.transform(test[cols]))))
