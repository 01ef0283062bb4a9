import numpy as np
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X_pool, X_test, y_pool, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
rng = np.random.default_rng(0)
known = list(rng.choice(len(X_pool), 20, replace=False))
for step in range(15):
    model = RandomForestClassifier(random_state=0).fit(X_pool[known], y_pool[known])
    print(len(known), model.score(X_test, y_test))
    rest = np.setdiff1d(np.arange(len(X_pool)), known)
    doubt = 1 - model.predict_proba(X_pool[rest]).max(axis=1)
    known += rest[np.argsort(doubt)[-20:]].tolist()
