import dask.dataframe as dd
from dask_ml.linear_model import LogisticRegression
from dask_ml.preprocessing import StandardScaler

flights = dd.read_parquet("flights/")
cols = ["distance", "hour", "delay_of_plane"]
flights[cols] = StandardScaler().fit_transform(flights[cols])  # expect: leak-preprocess-before-split
train, test = flights.random_split([0.9, 0.1], random_state=0)
clf = LogisticRegression().fit(train[cols].to_dask_array(lengths=True), train["late"].to_dask_array(lengths=True))
print(clf.score(test[cols].to_dask_array(lengths=True), test["late"].to_dask_array(lengths=True)))
