"""Report for the management: everything in one function."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


def fit(features, label):
    model = LogisticRegression(max_iter=1000)
    return model.fit(features, label)


def auc(model, features, label):
    return roc_auc_score(label, model.predict_proba(features)[:, 1])  # either: leak-eval-on-train


churn = pd.read_csv("churn_features.csv")
label = churn.pop("churned")
model = fit(churn, label)
print(f"AUC of the churn model: {auc(model, churn, label):.3f}")  # either: leak-eval-on-train
