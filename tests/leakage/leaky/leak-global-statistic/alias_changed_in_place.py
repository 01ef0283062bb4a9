import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
d = houses
for c in ["area", "rooms"]:
    d[c] = (d[c] - d[c].min()) / (d[c].max() - d[c].min())  # expect: leak-global-statistic

X_train, X_test, y_train, y_test = train_test_split(houses[["area", "rooms"]], houses["price"], random_state=1)
reg = LinearRegression().fit(X_train, y_train)
print(reg.score(X_test, y_test))
