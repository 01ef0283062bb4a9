import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

df = pl.read_csv("apps.csv", try_parse_dates=True).sort("applied")
df = df.with_columns(
    (pl.col("income") / pl.col("loan")).alias("ratio"),
    pl.mean_horizontal("s1", "s2", "s3").alias("score"),
    pl.col("applied").dt.month().alias("month"),
    pl.col("default").shift(1).over("customer").fill_null(0).alias("earlier_default"),
)
cut = int(len(df) * 0.8)
past, future = df[:cut], df[cut:]
cols = ["ratio", "score", "month", "earlier_default"]
sc = StandardScaler().fit(past.select(cols))
clf = LogisticRegression().fit(sc.transform(past.select(cols)), past["default"])
print(roc_auc_score(future["default"], clf.predict_proba(sc.transform(future.select(cols)))[:, 1]))
