import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupShuffleSplit

slices = pd.read_csv("ct_slice_features.csv")
print(slices.groupby("patient_id").size().describe())
X, y = slices.drop(columns=["patient_id", "tumour"]), slices["tumour"]
splitter = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0)
train, test = next(splitter.split(X, y, groups=slices["patient_id"]))
clf = RandomForestClassifier(random_state=0).fit(X.iloc[train], y.iloc[train])
print(roc_auc_score(y.iloc[test], clf.predict_proba(X.iloc[test])[:, 1]))
