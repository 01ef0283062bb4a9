"""Split conformal prediction: residuals of a calibration part, coverage on the test part."""
import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import train_test_split

X, y = fetch_california_housing(return_X_y=True)
X_fit, X_rest, y_fit, y_rest = train_test_split(X, y, test_size=0.4, random_state=0)
X_cal, X_test, y_cal, y_test = train_test_split(X_rest, y_rest, test_size=0.5, random_state=0)
model = HistGradientBoostingRegressor(random_state=0).fit(X_fit, y_fit)
q = np.quantile(np.abs(y_cal - model.predict(X_cal)), 0.9)
print("coverage:", np.mean(np.abs(y_test - model.predict(X_test)) <= q))
