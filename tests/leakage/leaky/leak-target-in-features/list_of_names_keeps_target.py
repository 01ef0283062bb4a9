"""Which columns are features is said by what is left of the list of names."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

TARGET = "churn"
DROP = ["id", "name"]
df = pd.read_csv("churn.csv")
features = [c for c in df.columns if c not in DROP]
X_train, X_test, y_train, y_test = train_test_split(df[features], df[TARGET], random_state=0)  # expect: leak-target-in-features
print(RandomForestClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
