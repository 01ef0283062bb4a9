import numpy as np
from sklearn.datasets import load_wine
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

data = load_wine()
X_tr, X_te, y_tr, y_te = train_test_split(data.data, data.target, test_size=0.3, random_state=7)

ks = range(1, 30, 2)
f1s = []
for k in ks:
    clf = KNeighborsClassifier(n_neighbors=k)
    clf.fit(X_tr, y_tr)
    f1s.append(f1_score(y_te, clf.predict(X_te), average="macro"))  # either: leak-model-selection-on-test
best = np.argmax(f1s)  # either: leak-model-selection-on-test
print("k =", ks[best], "F1 =", f1s[best])
