"""Many events a user become one row a user before anything is split."""
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.model_selection import train_test_split

events = pd.read_csv("events.csv")
users = events.groupby("user_id").agg(n=("event", "size"), spent=("amount", "sum"), last=("days_ago", "min"))
users["churned"] = pd.read_csv("labels.csv", index_col="user_id")["churned"]
X_train, X_test, y_train, y_test = train_test_split(users.drop(columns="churned"), users["churned"], random_state=0)
print(LGBMClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
