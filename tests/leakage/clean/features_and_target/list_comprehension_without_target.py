import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.model_selection import train_test_split

TARGET = "price"
cars = pd.read_csv("cars_numeric.csv")
features = [column for column in cars.columns if column != TARGET]
others = cars.columns.difference([TARGET])
assert list(others) == sorted(features)
train, test = train_test_split(cars, test_size=0.2, random_state=0)
model = LGBMRegressor(random_state=0).fit(train[features], train[TARGET])
print(model.score(test[features], test[TARGET]))
