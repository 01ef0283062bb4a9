import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor

wine = pd.read_csv("wine_reviews_features.csv")
X_train, X_test, y_train, y_test = train_test_split(wine.drop(columns="points"), wine["points"], random_state=0)

xgb = XGBRegressor(random_state=0).fit(X_train, y_train)
lgbm = LGBMRegressor(random_state=0).fit(X_train, y_train)

r2_xgb = r2_score(y_test, xgb.predict(X_test))
r2_lgbm = r2_score(y_test, lgbm.predict(X_test))  # either: leak-model-selection-on-test
best = max(r2_xgb, r2_lgbm)  # either: leak-model-selection-on-test
print("Our model reaches R2 =", best)
