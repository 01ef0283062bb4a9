import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

fraud = pd.read_csv("creditcard.csv")
train, test = train_test_split(fraud, test_size=0.25, stratify=fraud["Class"], random_state=3)
fit, val = train_test_split(train, test_size=0.2, stratify=train["Class"], random_state=3)
hgb = HistGradientBoostingClassifier(random_state=3).fit(fit.drop(columns="Class"), fit["Class"])
p = hgb.predict_proba(val.drop(columns="Class"))[:, 1]
ths = np.linspace(0, 1, 101)
best = ths[np.argmax([f1_score(val["Class"], p > t) for t in ths])]
q = hgb.predict_proba(test.drop(columns="Class"))[:, 1]
print("f1", f1_score(test["Class"], q > best))
