"""Panel of shops: lags within each shop, then a cut in time for all of them."""
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error


class Panel:
    features = ["lag_1", "lag_4", "mean_4", "holiday"]

    def __init__(self, path, cut):
        self.frame = pd.read_csv(path, parse_dates=["week"]).sort_values(["shop", "week"])
        self.cut = pd.Timestamp(cut)

    def add_lags(self):
        by_shop = self.frame.groupby("shop")["sales"]
        self.frame["lag_1"] = by_shop.shift(1)
        self.frame["lag_4"] = by_shop.shift(4)
        self.frame["mean_4"] = by_shop.transform(lambda s: s.shift(1).rolling(4).mean())
        self.frame = self.frame.dropna()
        return self

    def parts(self):
        before = self.frame["week"] < self.cut
        return self.frame[before], self.frame[~before]


train, test = Panel("panel.csv", "2024-01-01").add_lags().parts()
model = LGBMRegressor(random_state=0).fit(train[Panel.features], train["sales"])
print(mean_absolute_error(test["sales"], model.predict(test[Panel.features])))
