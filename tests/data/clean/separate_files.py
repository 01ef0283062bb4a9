"""Training and test rows come from two files; what is fitted on the first transforms the second."""

import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
y_train, y_test = train.pop("y"), test.pop("y")
scaler = StandardScaler()
train = scaler.fit_transform(train)
test = scaler.transform(test)
model = SGDClassifier(random_state=3)
model.fit(train, y_train)
print(f1_score(y_test, model.predict(test)))

# One model for each country, each with a scaler of its own
for country, rows in pd.read_csv("countries.csv").groupby("country"):
    own = StandardScaler().fit(rows[["gdp"]])
    print(country, own.mean_)
