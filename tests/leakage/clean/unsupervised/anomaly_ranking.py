"""No labels at all: the strangest transactions, for people to look at."""
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.preprocessing import RobustScaler

tx = pd.read_csv("transactions.csv")
X = RobustScaler().fit_transform(tx[["amount", "hour", "distance"]])
forest = IsolationForest(n_estimators=300, random_state=0).fit(X)
tx["strange"] = -forest.score_samples(X)
tx.nlargest(50, "strange").to_csv("review.csv", index=False)
