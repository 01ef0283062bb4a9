"""How many trees? As many as the test set likes best."""
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

X, y = load_diabetes(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
gbr = GradientBoostingRegressor(n_estimators=500, random_state=0).fit(X_train, y_train)
errors = [mean_squared_error(y_test, p) for p in gbr.staged_predict(X_test)]  # either: leak-model-selection-on-test
best_n = int(np.argmin(errors)) + 1  # either: leak-model-selection-on-test
final = GradientBoostingRegressor(n_estimators=best_n, random_state=0).fit(X_train, y_train)
print(best_n, mean_squared_error(y_test, final.predict(X_test)))  # either: leak-model-selection-on-test
