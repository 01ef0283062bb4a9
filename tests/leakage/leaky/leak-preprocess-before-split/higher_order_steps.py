"""A list of functions is applied one after the other, then the frame is cut by position."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import RobustScaler


def drop_text(frame):
    return frame.drop(columns=["comment"])


def rescale(frame):
    numbers = ["income", "debt"]
    frame[numbers] = RobustScaler().fit_transform(frame[numbers])  # expect: leak-preprocess-before-split
    return frame


STEPS = [drop_text, rescale]


def apply(frame, steps):
    for step in steps:
        frame = step(frame)
    return frame


def main():
    people = apply(pd.read_csv("people.csv").sample(frac=1, random_state=0), STEPS)
    n = int(len(people) * 0.7)
    train, test = people[:n], people[n:]
    clf = LogisticRegression().fit(train[["income", "debt"]], train["default"])
    print(clf.score(test[["income", "debt"]], test["default"]))


main()
