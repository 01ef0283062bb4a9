import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("letters.csv")
train, test = train_test_split(df, test_size=0.2, random_state=0)
cols = df.columns.drop("letter")
svc = SVC().fit(train[cols], train["letter"])
test = test.assign(predicted=svc.predict(test[cols]))
wrong = test[test["letter"] != test["predicted"]]
print(confusion_matrix(test["letter"], test["predicted"]))
print("most confused:", wrong["letter"].value_counts().idxmax(), "mean of wrong rows:", np.round(wrong[cols].mean(), 1))
