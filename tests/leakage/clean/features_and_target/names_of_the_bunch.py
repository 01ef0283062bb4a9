"""The names that a data set brings do not hold a column that is added to its table later."""

from sklearn.datasets import fetch_openml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

wine = fetch_openml(name="wine-quality-red", version=1)
table = wine.frame
table["good"] = (table["class"].astype(int) > 5).astype(int)
train, test = train_test_split(table, random_state=0)

model = LogisticRegression(max_iter=1000)
model.fit(train[wine.feature_names], train["good"])
print(accuracy_score(test["good"], model.predict(test[wine.feature_names])))
