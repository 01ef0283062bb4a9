import pandas as pd
from sklearn.ensemble import RandomForestClassifier

prices = pd.read_csv("btc.csv", parse_dates=["date"]).sort_values("date")
prices["next_volume"] = prices["volume"].shift(-1)  # expect: leak-future-feature
prices["up"] = (prices["close"].shift(-1) > prices["close"]).astype(int)
prices = prices.dropna()

features = ["open", "high", "low", "close", "next_volume"]
cut = int(len(prices) * 0.8)
train, test = prices.iloc[:cut], prices.iloc[cut:]

rf = RandomForestClassifier(n_estimators=200, random_state=0)
rf.fit(train[features], train["up"])
print("accuracy", rf.score(test[features], test["up"]))
