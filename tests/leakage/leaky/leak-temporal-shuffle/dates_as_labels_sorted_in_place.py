import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

rides = pd.read_csv("bike_rides.csv")
rides["day"] = pd.to_datetime(rides["day"])
rides.set_index("day", inplace=True)
rides.sort_index(inplace=True)

X = rides[["temperature", "wind", "holiday"]]
y = rides["count"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)  # expect: leak-temporal-shuffle
model = GradientBoostingRegressor(random_state=1).fit(X_train, y_train)
print(mean_absolute_error(y_test, model.predict(X_test)))
