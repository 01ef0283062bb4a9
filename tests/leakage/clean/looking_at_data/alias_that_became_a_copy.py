import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("x.csv")
plot = df
plot = plot.copy()
plot["area"] = plot["area"] / plot["area"].mean()
other = df
df = df.dropna()
other["area"] = other["area"] / other["area"].mean()
X_train, X_test, y_train, y_test = train_test_split(df[["area", "rooms"]], df["price"], random_state=1)
reg = LinearRegression().fit(X_train, y_train)
print(reg.score(X_test, y_test))
