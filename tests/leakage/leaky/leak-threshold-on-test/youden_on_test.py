import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_curve
from sklearn.model_selection import train_test_split

sepsis = pd.read_csv("sepsis.csv")
X_train, X_test, y_train, y_test = train_test_split(
    sepsis.drop(columns="sepsis"), sepsis["sepsis"], test_size=0.3, random_state=0
)
clf = LogisticRegression(max_iter=1000).fit(X_train, y_train)
p = clf.predict_proba(X_test)[:, 1]

fpr, tpr, thresholds = roc_curve(y_test, p)  # either: leak-threshold-on-test
best = thresholds[(tpr - fpr).argmax()]  # either: leak-threshold-on-test
print("F1 at the best threshold:", f1_score(y_test, p > best))  # either: leak-threshold-on-test
