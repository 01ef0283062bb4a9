import functools

import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split

memory = joblib.Memory("cache", verbose=0)


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("->", function.__name__)
        return function(*args, **kwargs)

    return wrapper


@memory.cache
def load(path):
    return pd.read_csv(path)


@logged
def fill(train, test):
    imputer = SimpleImputer(strategy="median").fit(train)
    return imputer.transform(train), imputer.transform(test)


frame = load("hepatitis_numeric.csv")
X_train, X_test, y_train, y_test = train_test_split(frame.drop(columns="died"), frame["died"], random_state=0)
X_train, X_test = fill(X_train, X_test)
print(RandomForestClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
