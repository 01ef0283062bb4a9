"""Trained on one hospital, tested on another."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline

LABS = ["lactate", "creatinine", "wbc"]
ours = pd.read_csv("hospital_a.csv")
theirs = pd.read_csv("hospital_b.csv")
model = make_pipeline(SimpleImputer(strategy="median"), RandomForestClassifier(random_state=0))
model.fit(ours[LABS], ours["died"])
print("other hospital:", roc_auc_score(theirs["died"], model.predict_proba(theirs[LABS])[:, 1]))
