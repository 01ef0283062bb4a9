import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor

df = pd.read_csv("mercedes_numeric.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], test_size=0.2, random_state=0)
fit_params = {"eval_set": [(X_test, y_test)], "verbose": False}
model = XGBRegressor(n_estimators=2000, early_stopping_rounds=20, random_state=0)
model.fit(X_train, y_train, **fit_params)  # expect: leak-early-stopping-on-test
print(mean_absolute_error(y_test, model.predict(X_test)))
