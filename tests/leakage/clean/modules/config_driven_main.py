"""Everything comes from a YAML file; the estimator is built by name."""
import argparse
import importlib

import pandas as pd
import yaml
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline


def build(steps):
    made = []
    for step in steps:
        module, name = step["class"].rsplit(".", 1)
        made.append((step["name"], getattr(importlib.import_module(module), name)(**step.get("params", {}))))
    return Pipeline(made)


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("config")
    options = parser.parse_args(argv)
    with open(options.config) as f:
        config = yaml.safe_load(f)
    frame = pd.read_csv(config["data"])
    y = frame.pop(config["target"])
    X_train, X_test, y_train, y_test = train_test_split(frame, y, random_state=config["seed"])
    pipeline = build(config["steps"]).fit(X_train, y_train)
    print(pipeline.score(X_test, y_test))


if __name__ == "__main__":
    main()
