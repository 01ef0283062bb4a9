import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

notes = pd.read_csv("banknotes.csv")
train = notes.sample(frac=0.75, random_state=1)
test = notes.drop(train.index)
cols = ["variance", "skewness", "kurtosis", "entropy"]
scaler = StandardScaler().fit(train[cols])
lr = LogisticRegression().fit(scaler.transform(train[cols]), train["genuine"])
print(lr.score(scaler.transform(test[cols]), test["genuine"]))
