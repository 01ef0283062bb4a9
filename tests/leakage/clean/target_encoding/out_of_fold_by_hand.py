"""Each training row is encoded by the other folds, each test row by all training rows."""
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, train_test_split

ads = pd.read_csv("ads.csv")
train, test = train_test_split(ads, test_size=0.2, random_state=4)
train, test = train.reset_index(drop=True), test.reset_index(drop=True)

encoded = np.zeros(len(train))
for fit_rows, enc_rows in KFold(5, shuffle=True, random_state=4).split(train):
    rate = train.iloc[fit_rows].groupby("site")["clicked"].mean()
    encoded[enc_rows] = train.iloc[enc_rows]["site"].map(rate).fillna(train.iloc[fit_rows]["clicked"].mean())
train["site_rate"] = encoded
test["site_rate"] = test["site"].map(train.groupby("site")["clicked"].mean()).fillna(train["clicked"].mean())

cols = ["site_rate", "hour"]
model = LGBMClassifier(random_state=4).fit(train[cols], train["clicked"])
print(roc_auc_score(test["clicked"], model.predict_proba(test[cols])[:, 1]))
