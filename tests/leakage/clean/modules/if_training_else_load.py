"""One script, two modes: training fits and saves, prediction loads and transforms."""
import sys

import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

COLS = ["temperature", "pressure"]
if sys.argv[1] == "train":
    train = pd.read_csv("train.csv")
    scaler = StandardScaler()
    X = scaler.fit_transform(train[COLS])
    model = Ridge().fit(X, train["yield"])
    joblib.dump((scaler, model), "model.joblib")
else:
    test = pd.read_csv("test.csv")
    scaler, model = joblib.load("model.joblib")
    X = scaler.transform(test[COLS])
    print(model.predict(X))
