import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("santander.csv")
X = df.drop(columns=["ID_code", "target"])
y = df["target"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42, stratify=y)

model = XGBClassifier(n_estimators=5000, learning_rate=0.02, early_stopping_rounds=100, eval_metric="auc", random_state=42)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=200)  # expect: leak-early-stopping-on-test
print("Test AUC:", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
