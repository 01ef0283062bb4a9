import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_class_weight

leaves = pd.read_csv("leaves.csv")
y, names = pd.factorize(leaves.pop("species"), sort=True)
X_train, X_test, y_train, y_test = train_test_split(leaves, y, stratify=y, random_state=0)
weights = dict(enumerate(compute_class_weight("balanced", classes=np.unique(y_train), y=y_train)))
clf = LogisticRegression(max_iter=2000, class_weight=weights).fit(X_train, y_train)
print(balanced_accuracy_score(y_test, clf.predict(X_test)), list(names))
