import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split

acc = pd.read_csv("accelerometer_windows.csv")
axes = [c for c in acc.columns if c.startswith("ax_")]
acc["energy"] = acc[axes].apply(lambda row: (row**2).sum(), axis=1)
acc["span"] = acc[axes].max(axis=1) - acc[axes].min(axis=1)
acc["rank_of_first"] = acc[axes].rank(axis=1)[axes[0]]

X_train, X_test, y_train, y_test = train_test_split(
    acc[["energy", "span", "rank_of_first"]], acc["moving"], test_size=0.25, random_state=4
)
print(ExtraTreesClassifier(random_state=4).fit(X_train, y_train).score(X_test, y_test))
