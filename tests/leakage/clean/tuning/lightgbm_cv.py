import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("energy.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="Y1"), df["Y1"], random_state=0)
params = {"objective": "l1", "learning_rate": 0.05, "seed": 0, "verbosity": -1}
cv = lgb.cv(params, lgb.Dataset(X_train, y_train), 2000, nfold=5, stratified=False, callbacks=[lgb.early_stopping(50)])
booster = lgb.train(params, lgb.Dataset(X_train, y_train), len(cv["valid l1-mean"]))
print(mean_absolute_error(y_test, booster.predict(X_test)))
