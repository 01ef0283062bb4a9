import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import KBinsDiscretizer

frames = [pd.read_csv("data/train.csv"), pd.read_csv("data/test.csv")]
train, test = frames
numeric = ["age", "hours", "gain"]

bins = KBinsDiscretizer(n_bins=8, encode="onehot-dense", strategy="quantile", random_state=0)
bins.fit(pd.concat(frames)[numeric])  # expect: leak-concat-train-test-fit

rf = RandomForestClassifier(random_state=0).fit(bins.transform(train[numeric]), train["label"])
print(accuracy_score(test["label"], rf.predict(bins.transform(test[numeric]))))
