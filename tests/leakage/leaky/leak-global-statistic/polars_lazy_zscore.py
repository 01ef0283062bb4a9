"""Loan default scoring: polars, lazy."""
import polars as pl
from sklearn.metrics import roc_auc_score
from xgboost import XGBClassifier

loans = (
    pl.scan_csv("loans.csv")
    .with_columns(
        ((pl.col("income") - pl.col("income").mean()) / pl.col("income").std()).alias("income_z"),  # expect: leak-global-statistic
        pl.col("amount").log1p().alias("log_amount"),
    )
    .collect()
)
train = loans.filter(pl.col("year") < 2019)
test = loans.filter(pl.col("year") >= 2019)
cols = ["income_z", "log_amount", "term"]
clf = XGBClassifier(n_estimators=300, random_state=1)
clf.fit(train.select(cols).to_numpy(), train["default"].to_numpy())
print(roc_auc_score(test["default"].to_numpy(), clf.predict_proba(test.select(cols).to_numpy())[:, 1]))
