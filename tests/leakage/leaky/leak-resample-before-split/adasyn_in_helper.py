"""churn model with ADASYN"""
import pandas as pd
from imblearn.over_sampling import ADASYN
from lightgbm import LGBMClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 31


def balance(X, y):
    sampler = ADASYN(random_state=SEED)
    return sampler.fit_resample(X, y)  # expect: leak-resample-before-split


def load():
    table = pd.read_csv("churn_features.csv")
    y = table.pop("churned")
    return table, y


def main():
    X, y = load()
    X, y = balance(X, y)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED, stratify=y)
    model = LGBMClassifier(random_state=SEED)
    model.fit(X_train, y_train)
    print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))


main()
