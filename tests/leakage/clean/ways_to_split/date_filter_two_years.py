import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

loans = pd.read_csv("loans.csv", parse_dates=["issued"])
train = loans[loans["issued"].dt.year <= 2022]
test = loans[loans["issued"].dt.year == 2023]
cols = ["amount", "rate", "income"]
sc = StandardScaler().fit(train[cols])
gb = GradientBoostingClassifier(random_state=0).fit(sc.transform(train[cols]), train["default"])
print(roc_auc_score(test["default"], gb.predict_proba(sc.transform(test[cols]))[:, 1]))
