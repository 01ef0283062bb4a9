import pandas as pd
from sklearn.linear_model import LogisticRegression

heart = pd.read_csv("heart.csv")
train = heart.sample(frac=0.8, random_state=1)
test = heart.sample(frac=0.2, random_state=2)  # expect: leak-train-test-overlap

clf = LogisticRegression(max_iter=1000)
clf.fit(train.drop(columns="target"), train["target"])
print("test accuracy:", clf.score(test.drop(columns="target"), test["target"]))
