from sklearn.datasets import fetch_california_housing
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = fetch_california_housing(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
hgb = HistGradientBoostingRegressor(early_stopping=True, validation_fraction=0.1, random_state=0).fit(X_train, y_train)
mlp = make_pipeline(StandardScaler(), MLPRegressor(early_stopping=True, random_state=0)).fit(X_train, y_train)
print("boosting", hgb.score(X_test, y_test))
print("network ", mlp.score(X_test, y_test))
