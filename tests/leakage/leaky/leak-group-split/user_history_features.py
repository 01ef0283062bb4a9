"""Predict whether a user opens the next mail; features come from the user's own history."""
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

mails = pd.read_csv("mails.csv")
mails["n_mails"] = mails.groupby("user_id").cumcount()

X = mails[["n_mails", "length", "hour", "sender_code"]]
y = mails["opened"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=0)  # expect: leak-group-split
model = LGBMClassifier(random_state=0).fit(X_tr, y_tr)
print(average_precision_score(y_te, model.predict_proba(X_te)[:, 1]))
