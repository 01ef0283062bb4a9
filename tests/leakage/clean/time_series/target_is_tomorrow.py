"""The label is the next day's direction; nothing else looks ahead."""
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score

prices = pd.read_csv("spy.csv", index_col="Date", parse_dates=True).sort_index()
prices["ret"] = prices["Close"].pct_change()
prices["ret_5"] = prices["Close"].pct_change(5)
prices["vol_20"] = prices["ret"].rolling(20).std()
prices["target"] = (prices["Close"].shift(-1) > prices["Close"]).astype(int)
prices = prices.iloc[:-1].dropna()

X = prices[["ret", "ret_5", "vol_20"]]
y = prices["target"]
train_end = "2021-12-31"
model = GradientBoostingClassifier(random_state=0)
model.fit(X.loc[:train_end], y.loc[:train_end])
print(accuracy_score(y.loc["2022-01-01":], model.predict(X.loc["2022-01-01":])))
