import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

frame = pd.read_csv("concrete.csv")
X, y = frame.drop(columns="strength"), frame["strength"]
maes = []
for train_index, test_index in KFold(n_splits=5, shuffle=True, random_state=3).split(X):
    X_train, X_test = X.iloc[train_index], X.iloc[test_index]
    scaler = StandardScaler().fit(X_train)
    svr = SVR(C=100).fit(scaler.transform(X_train), y.iloc[train_index])
    maes.append(mean_absolute_error(y.iloc[test_index], svr.predict(scaler.transform(X_test))))
print(np.mean(maes))
