import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

m5 = pd.read_parquet("m5_small.parquet").sort_values(["item", "day"])
m5["price_next"] = m5.groupby("item")["price"].shift(-1)  # expect: leak-future-feature
m5["sold_last"] = m5.groupby("item")["sold"].shift(1)
m5 = m5.dropna()

columns = ["price", "price_next", "sold_last"]
train = m5[m5["day"] < 1800]
test = m5[m5["day"] >= 1800]
model = HistGradientBoostingRegressor(random_state=0).fit(train[columns], train["sold"])
print(mean_absolute_error(test["sold"], model.predict(test[columns])))
