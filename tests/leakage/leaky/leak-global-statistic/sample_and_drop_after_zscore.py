# zscore over the whole frame, then df.sample / df.drop
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

cols = ["variance", "skewness", "kurtosis", "entropy"]
notes = pd.read_csv("banknotes.csv")
notes[cols] = (notes[cols] - notes[cols].mean()) / notes[cols].std()  # expect: leak-global-statistic

train = notes.sample(frac=0.75, random_state=99)
test = notes.drop(train.index)

lr = LogisticRegression()
lr.fit(train[cols], train["genuine"])
print(accuracy_score(test["genuine"], lr.predict(test[cols])))
