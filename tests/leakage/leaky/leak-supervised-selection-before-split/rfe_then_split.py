"""Recursive feature elimination on the Ames data."""
import pandas as pd
from sklearn.feature_selection import RFE
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

ames = pd.read_csv("ames_numeric.csv")
X, y = ames.drop(columns="SalePrice"), ames["SalePrice"]

rfe = RFE(estimator=LinearRegression(), n_features_to_select=12)
rfe = rfe.fit(X, y)  # expect: leak-supervised-selection-before-split
kept = X.columns[rfe.support_]
print("kept:", list(kept))

X_train, X_test, y_train, y_test = train_test_split(X[kept], y, test_size=0.25, random_state=99)
lr = LinearRegression().fit(X_train, y_train)
print("R^2 =", lr.score(X_test, y_test))
