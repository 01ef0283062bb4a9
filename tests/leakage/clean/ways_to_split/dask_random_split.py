import dask.dataframe as dd
from dask_ml.linear_model import LogisticRegression
from dask_ml.preprocessing import StandardScaler

flights = dd.read_parquet("flights/")
train, test = flights.random_split([0.9, 0.1], random_state=0)
cols = ["distance", "hour"]
scaler = StandardScaler()
X_train = scaler.fit_transform(train[cols])
X_test = scaler.transform(test[cols])
clf = LogisticRegression().fit(X_train.to_dask_array(lengths=True), train["late"].to_dask_array(lengths=True))
print(clf.score(X_test.to_dask_array(lengths=True), test["late"].to_dask_array(lengths=True)))
