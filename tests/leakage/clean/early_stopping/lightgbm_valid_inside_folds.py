"""In each fold the rows for stopping are taken from the training rows."""
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold, train_test_split

data = pd.read_csv("mercari_features.csv")
y = data.pop("price")
errors = []
for trn, hold in KFold(5, shuffle=True, random_state=0).split(data):
    X_fit, X_stop, y_fit, y_stop = train_test_split(data.iloc[trn], y.iloc[trn], test_size=0.1, random_state=0)
    model = lgb.LGBMRegressor(n_estimators=5000, random_state=0)
    model.fit(X_fit, y_fit, eval_set=[(X_stop, y_stop)], callbacks=[lgb.early_stopping(50, verbose=False)])
    errors.append(mean_squared_error(y.iloc[hold], model.predict(data.iloc[hold])))
print(np.sqrt(np.mean(errors)))
