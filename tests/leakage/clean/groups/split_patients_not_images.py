"""The ids are split, then the images follow their patients."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

meta = pd.read_csv("xray_meta.csv")
features = np.load("xray_features.npy")
patients = meta["patient_id"].unique()
train_ids, test_ids = train_test_split(patients, test_size=0.2, random_state=0)

in_train = meta["patient_id"].isin(train_ids).to_numpy()
in_test = meta["patient_id"].isin(test_ids).to_numpy()
y = meta["pneumonia"].to_numpy()
clf = LogisticRegression(max_iter=1000).fit(features[in_train], y[in_train])
print(clf.score(features[in_test], y[in_test]))
