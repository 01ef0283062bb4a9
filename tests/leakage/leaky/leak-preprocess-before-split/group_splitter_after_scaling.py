import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

gait = pd.read_csv("gait.csv")
walkers, label = gait.pop("subject_id"), gait.pop("parkinson")
scaled = StandardScaler().fit_transform(gait)  # expect: leak-preprocess-before-split
gss = GroupShuffleSplit(n_splits=1, test_size=0.3, random_state=0)
train_idx, test_idx = next(gss.split(scaled, label, groups=walkers))
svc = SVC().fit(scaled[train_idx], label.iloc[train_idx])
print(f1_score(label.iloc[test_idx], svc.predict(scaled[test_idx])))
