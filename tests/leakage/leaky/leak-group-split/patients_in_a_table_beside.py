"""Features of ECGs in an array; who they are of stands in a table beside it."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

signals = np.load("ecg_features.npy")
meta = pd.read_csv("ecg_meta.csv")
print(meta["patient_id"].value_counts().head())
labels = meta["arrhythmia"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(signals, labels, test_size=0.2, random_state=0)  # expect: leak-group-split
clf = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print(clf.score(X_test, y_test))
