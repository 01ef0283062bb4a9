import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("spambase.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="spam"), df["spam"], test_size=0.3, random_state=0)
ss = StandardScaler()
X_train_s = ss.fit_transform(X_train)
X_test_s = ss.fit_transform(X_test)  # expect: leak-fit-on-test

best = 0
for C in (0.001, 0.01, 0.1, 1, 10):
    clf = LogisticRegression(C=C, max_iter=1000).fit(X_train_s, y_train)
    f1 = f1_score(y_test, clf.predict(X_test_s))  # either: leak-model-selection-on-test
    if f1 > best:  # either: leak-model-selection-on-test
        best, best_C = f1, C  # either: leak-model-selection-on-test
print("best C", best_C, "F1", best)
