import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv("power.csv")
df.index = pd.to_datetime(df["when"])
df = df.sort_index()
a, b, c, d = train_test_split(df[["temp", "wind"]], df["load"], random_state=0)  # expect: leak-temporal-shuffle
print(Ridge().fit(a, c).score(b, d))
