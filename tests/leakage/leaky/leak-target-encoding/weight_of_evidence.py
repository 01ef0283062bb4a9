import category_encoders as ce
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

credit = pd.read_csv("credit_cat.csv")
y = credit.pop("bad")
encoder = ce.WOEEncoder(cols=["purpose", "housing", "job"])
X = encoder.fit_transform(credit, y)  # either: leak-target-encoding, leak-supervised-selection-before-split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
p = LogisticRegression(max_iter=1000).fit(X_train, y_train).predict_proba(X_test)[:, 1]
print(roc_auc_score(y_test, p))
