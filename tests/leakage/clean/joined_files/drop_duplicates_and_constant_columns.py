import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

KNOWN_CONSTANT = ["country", "currency"]
df = pd.read_csv("orders_flat.csv").drop_duplicates().dropna(subset=["returned"])
df = df.drop(columns=KNOWN_CONSTANT)
df = df[df["amount"].between(0, 10_000)]
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="returned"), df["returned"], random_state=0)
print(LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
