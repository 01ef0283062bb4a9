"""Fraud scoring with polars."""
import polars as pl
from imblearn.over_sampling import RandomOverSampler
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import train_test_split
import numpy as np

tx = pl.scan_parquet("tx/*.parquet").filter(pl.col("amount") > 0).collect()
tx = tx.with_columns(
    ((pl.col("amount") - pl.col("amount").mean()) / pl.col("amount").std()).alias("amount_z"),  # expect: leak-global-statistic
    pl.col("is_fraud").mean().over("merchant").alias("merchant_rate"),  # expect: leak-global-statistic
)
X = tx.select(pl.exclude("is_fraud", "merchant", "tx_id")).to_numpy()
y = tx["is_fraud"].to_numpy()
X_res, y_res = RandomOverSampler(random_state=0).fit_resample(X, y)  # expect: leak-resample-before-split
a, b, ya, yb = train_test_split(X_res, y_res, test_size=0.3, random_state=0, stratify=y_res)
clf = HistGradientBoostingClassifier(random_state=0).fit(a, ya)
score = clf.predict_proba(b)[:, 1]
print("AP", average_precision_score(yb, score))
grid = np.linspace(0.05, 0.95, 19)
t = grid[np.argmax([f1_score(yb, score >= g) for g in grid])]  # expect: leak-threshold-on-test
print("F1 at the best threshold", f1_score(yb, score >= t))
