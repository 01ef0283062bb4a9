import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

claims = pd.read_csv("claims.csv")
train, test = train_test_split(claims, test_size=0.2, random_state=0, stratify=claims["fraud"])

rare, common = train[train["fraud"] == 1], train[train["fraud"] == 0]
rare_up = resample(rare, replace=True, n_samples=len(common), random_state=0)
train_balanced = pd.concat([common, rare_up]).sample(frac=1, random_state=0)

clf = LogisticRegression(max_iter=1000).fit(train_balanced.drop(columns="fraud"), train_balanced["fraud"])
print(classification_report(test["fraud"], clf.predict(test.drop(columns="fraud"))))
