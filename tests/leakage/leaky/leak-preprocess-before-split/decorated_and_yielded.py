"""Seeds come from a generator; the preparation is timed by a decorator."""
import functools
import time

import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = function(*args, **kwargs)
        print(f"{function.__name__}: {time.perf_counter() - start:.2f} s")
        return result

    return wrapper


@timed
def prepare(frame):
    return SimpleImputer().fit_transform(frame)  # expect: leak-preprocess-before-split


def splits(X, y, seeds):
    for seed in seeds:
        yield train_test_split(X, y, test_size=0.2, random_state=seed)


table = pd.read_csv("hepatitis_numeric.csv")
y = table.pop("died")
X = prepare(table)
for X_train, X_test, y_train, y_test in splits(X, y, range(5)):
    forest = ExtraTreesClassifier(random_state=0).fit(X_train, y_train)
    print(forest.score(X_test, y_test))
