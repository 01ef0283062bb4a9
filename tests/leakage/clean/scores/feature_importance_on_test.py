"""Permutation importance on held-out rows explains; it chooses nothing."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.inspection import permutation_importance
from sklearn.model_selection import train_test_split

df = pd.read_csv("bikes_numeric.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="cnt"), df["cnt"], random_state=0)
rf = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print("R2", rf.score(X_test, y_test))
result = permutation_importance(rf, X_test, y_test, n_repeats=10, random_state=0)
print(pd.Series(result.importances_mean, index=X_test.columns).sort_values(ascending=False))
