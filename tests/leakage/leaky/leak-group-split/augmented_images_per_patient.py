# Röntgenbilder: mehrere Aufnahmen je Patient
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def load(meta_csv, feature_file):
    meta = pd.read_csv(meta_csv)
    features = np.load(feature_file)
    assert meta["patient_id"].nunique() < len(meta)
    return meta, features


meta, features = load("chest_meta.csv", "chest_features.npy")
frame = pd.DataFrame(features).assign(patient_id=meta["patient_id"], pneumonia=meta["pneumonia"])
X = frame.drop(columns=["patient_id", "pneumonia"])
x_train, x_test, y_train, y_test = train_test_split(X, frame["pneumonia"], test_size=0.2, random_state=0)  # expect: leak-group-split
print(LogisticRegression(max_iter=1000).fit(x_train, y_train).score(x_test, y_test))
