import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

FEATURES = ["lot_area", "rooms", "year_built", "sale_price"]
LABEL = "sale_price"

homes = pd.read_csv("homes.csv")
X = homes[FEATURES]  # either: leak-target-in-features
y = homes[LABEL]

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)  # either: leak-target-in-features
reg = LinearRegression().fit(X_train, y_train)
print(r2_score(y_test, reg.predict(X_test)))
