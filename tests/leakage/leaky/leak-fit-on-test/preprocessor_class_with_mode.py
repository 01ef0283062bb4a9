"""The class fits whatever it is given; the caller means well."""
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


class Preprocessor:
    def __init__(self, columns):
        self.columns = columns
        self.scaler = StandardScaler()

    def process(self, frame):
        frame = frame.copy()
        frame[self.columns] = self.scaler.fit_transform(frame[self.columns])  # expect: leak-fit-on-test
        return frame


bikes = pd.read_csv("bike_features.csv")
train, test = train_test_split(bikes, test_size=0.2, random_state=0)
features = ["temp", "hum", "windspeed"]

pre = Preprocessor(features)
train = pre.process(train)
test = pre.process(test)

gbr = GradientBoostingRegressor(random_state=0)
gbr.fit(train[features], train["cnt"])
print(r2_score(test["cnt"], gbr.predict(test[features])))
