import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def report(model, X, y):
    hard, soft = model.predict(X), model.predict_proba(X)[:, 1]
    return {
        "accuracy": accuracy_score(y, hard),
        "precision": precision_score(y, hard),
        "recall": recall_score(y, hard),
        "f1": f1_score(y, hard),
        "auc": roc_auc_score(y, soft),
    }


df = pd.read_csv("diabetes.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="Outcome"), df["Outcome"], random_state=0)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
print(pd.DataFrame({"train": report(model, X_train, y_train), "test": report(model, X_test, y_test)}))
