import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

claims = pd.read_csv("claims.csv")
minority = claims[claims["fraud"] == 1]
# make fraud more frequent
claims = pd.concat([claims, minority, minority, minority])  # expect: leak-duplicate-rows-before-split

train, test = train_test_split(claims, test_size=0.2, random_state=0)
rf = RandomForestClassifier(random_state=0)
rf.fit(train.drop(columns="fraud"), train["fraud"])
print(classification_report(test["fraud"], rf.predict(test.drop(columns="fraud"))))
