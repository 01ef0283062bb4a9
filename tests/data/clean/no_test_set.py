"""Nothing is held out from the model that is scored, and rows that are only left out are no copies."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.utils import resample

df = pd.read_csv("rows.csv")
X, y = df.drop(columns="y"), df["y"]
X = StandardScaler().fit_transform(X)
X_train, X_later, y_train, y_later = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("can it learn its own rows?", model.score(X_train, y_train))

common, rare = df[df["y"] == 0], df[df["y"] == 1]
fewer = resample(common, replace=False, n_samples=100, random_state=0)
train, test = train_test_split(pd.concat([fewer, rare]), random_state=0)
