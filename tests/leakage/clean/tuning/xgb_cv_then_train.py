import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("otto_binary.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
dtrain, dtest = xgb.DMatrix(X_train, y_train), xgb.DMatrix(X_test)
params = {"objective": "binary:logistic", "eta": 0.1, "seed": 0}
cv = xgb.cv(params, dtrain, num_boost_round=1000, nfold=5, early_stopping_rounds=30, metrics="auc", seed=0)
booster = xgb.train(params, dtrain, num_boost_round=len(cv))
print(roc_auc_score(y_test, booster.predict(dtest)))
