import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler

X, y = load_diabetes(return_X_y=True)
errors = []
for fold, (trn_idx, val_idx) in enumerate(KFold(n_splits=5, shuffle=True, random_state=42).split(X)):
    X_trn, X_val = X[trn_idx], X[val_idx]
    y_trn, y_val = y[trn_idx], y[val_idx]

    scaler = StandardScaler()
    X_trn = scaler.fit_transform(X_trn)
    X_val = scaler.fit_transform(X_val)  # expect: leak-fit-on-test

    net = ElasticNet(alpha=0.1).fit(X_trn, y_trn)
    errors.append(mean_absolute_error(y_val, net.predict(X_val)))
    print(fold, errors[-1])
print("mean:", np.mean(errors))
