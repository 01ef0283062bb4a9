"""drop() gives a new frame; nobody took it."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def load(path):
    df = pd.read_csv(path)
    label = df["diagnosis"]
    df.drop(columns=["diagnosis"])
    return df, label  # either: leak-target-in-features


features, label = load("wdbc.csv")
X_train, X_test, y_train, y_test = train_test_split(features, label, test_size=0.2, random_state=0)  # either: leak-target-in-features
clf = LogisticRegression(max_iter=5000)
clf.fit(X_train, y_train)  # either: leak-target-in-features
print(clf.score(X_test, y_test))
