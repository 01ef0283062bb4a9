import polars as pl
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler

loans = pl.read_csv("loans.csv").drop_nulls()
y = loans["default"].to_numpy()
X = loans.drop("default").to_numpy()

X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=8, stratify=y)

rs = RobustScaler()
rs.fit(X_tr)
X_tr = rs.transform(X_tr)
rs.fit(X_te)  # expect: leak-fit-on-test
X_te = rs.transform(X_te)

clf = LogisticRegression(max_iter=2000).fit(X_tr, y_tr)
print(clf.score(X_te, y_te))

groups = KMeans(n_clusters=4, random_state=8, n_init=10).fit_predict(X_tr)
print("segments in the training part:", set(groups))
