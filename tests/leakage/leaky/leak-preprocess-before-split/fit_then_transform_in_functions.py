"""Train a wine quality regressor. Usage: python train.py --csv winequality-red.csv"""
import argparse

import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def load(path):
    df = pd.read_csv(path, sep=";")
    return df.drop("quality", axis=1), df["quality"]


def clean(features):
    imp = SimpleImputer(strategy="mean")
    imp.fit(features)  # expect: leak-preprocess-before-split
    return imp.transform(features)


def prepare(path, seed):
    features, target = load(path)
    features = clean(features)
    return train_test_split(features, target, test_size=0.3, random_state=seed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--csv", required=True)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()

    a, b, c, d = prepare(args.csv, args.seed)
    rf = RandomForestRegressor(n_estimators=300, random_state=args.seed)
    rf.fit(a, c)
    print("MAE", mean_absolute_error(d, rf.predict(b)))


if __name__ == "__main__":
    main()
