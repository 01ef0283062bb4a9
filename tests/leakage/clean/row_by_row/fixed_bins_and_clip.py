import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

AGE_BINS = [0, 18, 30, 45, 65, 120]

people = pd.read_csv("insurance.csv")
people["age_band"] = pd.cut(people["age"], bins=AGE_BINS, labels=False)
people["bmi"] = people["bmi"].clip(10, 60)
people["children"] = people["children"].fillna(0)
people["smoker"] = people["smoker"].eq("yes").astype(int)

X = people[["age_band", "bmi", "children", "smoker"]]
X_train, X_test, y_train, y_test = train_test_split(X, people["claimed"], test_size=0.2, random_state=0)
clf = LogisticRegression().fit(X_train, y_train)
print(roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
