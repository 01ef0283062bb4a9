import numpy as np
import pandas as pd
from imblearn.combine import SMOTEENN
from sklearn.metrics import recall_score
from sklearn.model_selection import StratifiedKFold
from xgboost import XGBClassifier

data = pd.read_csv("bankruptcy.csv")
X = data.drop(columns=["Bankrupt?"]).to_numpy()
y = data["Bankrupt?"].to_numpy()

X, y = SMOTEENN(random_state=7).fit_resample(X, y)  # expect: leak-resample-before-split

recalls = []
for tr, te in StratifiedKFold(5, shuffle=True, random_state=7).split(X, y):
    booster = XGBClassifier(n_estimators=200, random_state=7)
    booster.fit(X[tr], y[tr])
    recalls.append(recall_score(y[te], booster.predict(X[te])))
print(np.mean(recalls))
