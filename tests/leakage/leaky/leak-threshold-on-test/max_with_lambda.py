"""Ballot of thresholds with max(..., key=...)."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split


def choose_threshold(labels, probabilities):
    grid = np.linspace(0.01, 0.99, 99)
    return max(grid, key=lambda t: balanced_accuracy_score(labels, probabilities >= t))  # either: leak-threshold-on-test


def main():
    df = pd.read_csv("readmission.csv")
    train, test = train_test_split(df, test_size=0.2, random_state=2)
    forest = RandomForestClassifier(random_state=2)
    forest.fit(train.drop(columns="readmitted"), train["readmitted"])
    p = forest.predict_proba(test.drop(columns="readmitted"))[:, 1]
    t = choose_threshold(test["readmitted"], p)  # either: leak-threshold-on-test
    print("balanced accuracy:", balanced_accuracy_score(test["readmitted"], p >= t))  # either: leak-threshold-on-test


main()
