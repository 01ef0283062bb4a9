"""After the choice on the validation part, train and validation are one; the test stays apart."""
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

train, valid, test = (pd.read_csv(f"{name}.csv") for name in ("train", "valid", "test"))
cols = train.columns.drop("y")
scaler = StandardScaler().fit(train[cols])
best_C = max(
    np.logspace(-2, 2, 9),
    key=lambda C: SVC(C=C).fit(scaler.transform(train[cols]), train["y"]).score(scaler.transform(valid[cols]), valid["y"]),
)
both = pd.concat([train, valid])
scaler = StandardScaler().fit(both[cols])
final = SVC(C=best_C).fit(scaler.transform(both[cols]), both["y"])
print(final.score(scaler.transform(test[cols]), test["y"]))
