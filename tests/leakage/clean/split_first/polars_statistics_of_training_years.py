"""Loan default scoring: polars; mean and std of the training years only."""
import polars as pl
from sklearn.metrics import roc_auc_score
from xgboost import XGBClassifier

loans = pl.read_csv("loans.csv").with_columns(pl.col("amount").log1p().alias("log_amount"))
train = loans.filter(pl.col("year") < 2019)
test = loans.filter(pl.col("year") >= 2019)
mu, sd = train["income"].mean(), train["income"].std()
z = ((pl.col("income") - mu) / sd).alias("income_z")
train, test = train.with_columns(z), test.with_columns(z)
cols = ["income_z", "log_amount", "term"]
clf = XGBClassifier(n_estimators=300, random_state=1)
clf.fit(train.select(cols).to_numpy(), train["default"].to_numpy())
print(roc_auc_score(test["default"].to_numpy(), clf.predict_proba(test.select(cols).to_numpy())[:, 1]))
