"""Each patient has 20 to 60 CT slices; the split is over slices."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

slices = pd.read_csv("ct_slice_features.csv")
print(slices.groupby("patient_id").size().describe())

X = slices.drop(columns=["patient_id", "tumour"])
y = slices["tumour"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)  # expect: leak-group-split

clf = RandomForestClassifier(n_estimators=300, random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
