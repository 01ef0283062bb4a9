"""The smooth line is drawn, the model gets trailing means only."""
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LinearRegression

temp = pd.read_csv("temperature.csv", index_col="day", parse_dates=True).sort_index()
plt.plot(temp["t"].rolling(31, center=True).mean())
plt.savefig("trend.png")

data = pd.DataFrame({"week": temp["t"].shift(1).rolling(7).mean(), "y": temp["t"]}).dropna()
n = len(data) - 365
lr = LinearRegression().fit(data[["week"]].iloc[:n], data["y"].iloc[:n])
print(lr.score(data[["week"]].iloc[n:], data["y"].iloc[n:]))
