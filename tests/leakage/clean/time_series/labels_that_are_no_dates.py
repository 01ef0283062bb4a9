"""Customers are labelled by their numbers; the dates are a column like any other, and columns are sorted by name."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

customers = pd.read_csv("customers.csv", parse_dates=["joined"], index_col="customer").sort_index()
visits = pd.read_csv("visits.csv", parse_dates=["day"]).set_index("visit").sort_index()
labels = pd.read_csv("labels.csv", index_col="day", parse_dates=True).reset_index().sort_index()
wide = pd.read_csv("wide.csv", index_col="day", parse_dates=True).sort_index(axis=1)

for table in (customers, visits, labels, wide):
    X, y = table[["visits", "age"]], table["left"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
