import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold

table = pd.read_csv("slump_test.csv")
A = table.iloc[:, :-1].to_numpy()
b = table.iloc[:, -1].to_numpy()

# only 103 rows, so five copies
A = np.tile(A, (5, 1))  # expect: leak-duplicate-rows-before-split
b = np.tile(b, 5)

maes = []
for fit_rows, held_rows in KFold(n_splits=10, shuffle=True, random_state=0).split(A):
    reg = RandomForestRegressor(random_state=0).fit(A[fit_rows], b[fit_rows])
    maes.append(mean_absolute_error(b[held_rows], reg.predict(A[held_rows])))
print("MAE %.3f" % np.mean(maes))
