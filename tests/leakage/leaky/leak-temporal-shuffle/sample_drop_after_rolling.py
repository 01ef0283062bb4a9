import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error

rides = pd.read_csv("rides_per_hour.csv", parse_dates=["hour"]).set_index("hour").sort_index()
rides["mean_of_last_day"] = rides["count"].shift(1).rolling(24).mean()
rides["same_hour_yesterday"] = rides["count"].shift(24)
rides = rides.dropna()

train = rides.sample(frac=0.8, random_state=0)  # expect: leak-temporal-shuffle
test = rides.drop(train.index)

cols = ["mean_of_last_day", "same_hour_yesterday"]
lr = LinearRegression().fit(train[cols], train["count"])
print(mean_absolute_error(test["count"], lr.predict(test[cols])))
