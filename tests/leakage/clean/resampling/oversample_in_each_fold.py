import numpy as np
import pandas as pd
from imblearn.over_sampling import ADASYN
from lightgbm import LGBMClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

table = pd.read_csv("bankruptcy.csv")
X, y = table.drop(columns="bankrupt").to_numpy(), table["bankrupt"].to_numpy()
f1s = []
for tr, te in StratifiedKFold(n_splits=5, shuffle=True, random_state=8).split(X, y):
    X_res, y_res = ADASYN(random_state=8).fit_resample(X[tr], y[tr])
    model = LGBMClassifier(random_state=8).fit(X_res, y_res)
    f1s.append(f1_score(y[te], model.predict(X[te])))
print("F1 per fold:", np.round(f1s, 3))
