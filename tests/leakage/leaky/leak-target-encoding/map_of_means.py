import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

rent = pd.read_csv("rent.csv")
means = rent.groupby("postcode")["rent"].mean()  # either: leak-target-encoding
rent["postcode_mean"] = rent["postcode"].map(means)  # either: leak-target-encoding

X = rent[["postcode_mean", "rooms", "sqm"]]
y = rent["rent"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = Ridge().fit(X_train, y_train)
print(mean_absolute_error(y_test, model.predict(X_test)))
