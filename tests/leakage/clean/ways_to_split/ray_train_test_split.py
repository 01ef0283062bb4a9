import ray
from ray.data.preprocessors import StandardScaler
from sklearn.linear_model import SGDClassifier

ds = ray.data.read_parquet("trips/")
train, test = ds.train_test_split(test_size=0.2, shuffle=True, seed=0)
scaler = StandardScaler(columns=["distance", "minutes"]).fit(train)
train_frame, test_frame = scaler.transform(train).to_pandas(), scaler.transform(test).to_pandas()
cols = ["distance", "minutes"]
clf = SGDClassifier(random_state=0).fit(train_frame[cols], train_frame["tip"])
print(clf.score(test_frame[cols], test_frame["tip"]))
