"""How a flat compares with its neighbourhood: computed over all flats, also those held out."""
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
flats["area_vs_district"] = flats["area"] - flats.groupby("district")["area"].transform("mean")  # expect: leak-global-statistic

features = ["area", "rooms", "floor", "area_vs_district"]
train, test = train_test_split(flats, test_size=0.2, random_state=1)

gbr = GradientBoostingRegressor(random_state=1)
gbr.fit(train[features], train["price"])
print(mean_absolute_error(test["price"], gbr.predict(test[features])))
