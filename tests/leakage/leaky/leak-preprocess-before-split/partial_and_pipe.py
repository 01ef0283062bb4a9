from functools import partial

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import KNNImputer
from sklearn.model_selection import train_test_split


def impute(frame, imputer, columns):
    out = frame.copy()
    out[columns] = imputer.fit_transform(out[columns])  # expect: leak-preprocess-before-split
    return out


fill_labs = partial(impute, imputer=KNNImputer(), columns=["glucose", "insulin", "bmi"])
pima = pd.read_csv("pima.csv").pipe(fill_labs)
X_train, X_test, y_train, y_test = train_test_split(pima.drop(columns="ill"), pima["ill"], random_state=0)
print(RandomForestClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
