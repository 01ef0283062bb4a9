"""Out-of-fold score with early stopping on the very fold that is scored."""
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from xgboost import XGBClassifier

data = pd.read_csv("porto_seguro.csv")
y = data.pop("target")

oof = np.zeros(len(data))
for trn, hold in StratifiedKFold(n_splits=5, shuffle=True, random_state=19).split(data, y):
    model = XGBClassifier(n_estimators=3000, early_stopping_rounds=70, random_state=19)
    model.fit(data.iloc[trn], y.iloc[trn], eval_set=[(data.iloc[hold], y.iloc[hold])], verbose=False)  # expect: leak-early-stopping-on-test
    oof[hold] = model.predict_proba(data.iloc[hold])[:, 1]
    print("fold", roc_auc_score(y.iloc[hold], oof[hold]))
