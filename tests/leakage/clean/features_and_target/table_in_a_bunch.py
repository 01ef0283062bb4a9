"""What a bundled data set holds is asked for by name in brackets: `frame` is the table, and no column of one."""

from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor

data = fetch_california_housing(as_frame=True)
target_col = data.target_names[0]
df = data["frame"]

knn = KNeighborsRegressor()
knn.fit(df[["Longitude", "Latitude"]], df[target_col])
print(df.assign(neighbours=knn.predict(df[["Longitude", "Latitude"]])).describe())

mask = df["AveOccup"] < 10
df_train, df_test = train_test_split(df[mask], random_state=0)
y_train = df_train.pop(target_col).values
y_test = df_test.pop(target_col).values
model = KNeighborsRegressor().fit(df_train, y_train)
print(model.score(df_test, y_test))
