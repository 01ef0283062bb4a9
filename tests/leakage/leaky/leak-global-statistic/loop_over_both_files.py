import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("x.csv")
test = pd.read_csv("y.csv")
combine = [df, test]
for d in combine:
    d["area"] = d["area"].fillna(d["area"].mean())  # expect: leak-global-statistic
X_train, X_test, y_train, y_test = train_test_split(df[["area", "rooms"]], df["price"], random_state=1)
reg = LinearRegression().fit(X_train, y_train)
print(reg.score(X_test, y_test))
