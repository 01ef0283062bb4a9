import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

people = pd.read_csv("credit_applicants.csv")
people["income_decile"] = pd.qcut(people["income"], 10, labels=False)  # expect: leak-global-statistic

X = people[["income_decile", "age", "open_loans"]]
X_tr, X_te, y_tr, y_te = train_test_split(X, people["default"], test_size=0.2, random_state=0)
clf = LogisticRegression().fit(X_tr, y_tr)
print(roc_auc_score(y_te, clf.predict_proba(X_te)[:, 1]))
