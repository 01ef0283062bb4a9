import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("santander_numeric.csv")
X, y = df.drop(columns="target"), df["target"]
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)
X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, test_size=0.2, random_state=0, stratify=y_dev)

model = XGBClassifier(n_estimators=5000, learning_rate=0.02, early_stopping_rounds=100, random_state=0)
model.fit(X_train, y_train, eval_set=[(X_val, y_val)], verbose=False)
print("rounds:", model.best_iteration)
print("test AUC:", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
