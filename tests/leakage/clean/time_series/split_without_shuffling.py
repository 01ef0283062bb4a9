import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split

visits = pd.read_csv("visits.csv", parse_dates=["day"]).sort_values("day")
visits["yesterday"] = visits["n"].shift()
visits["weekday"] = visits["day"].dt.dayofweek
visits = visits.dropna()
X_train, X_test, y_train, y_test = train_test_split(
    visits[["yesterday", "weekday"]], visits["n"], test_size=0.2, shuffle=False
)
lr = LinearRegression().fit(X_train, y_train)
print(mean_absolute_percentage_error(y_test, lr.predict(X_test)))
