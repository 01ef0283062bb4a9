import lightgbm as lgb
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

PARAMS = {"objective": "binary", "metric": "average_precision", "learning_rate": 0.03, "seed": 3, "verbosity": -1}


def fit_booster(X_train, y_train, X_test, y_test):
    train_set = lgb.Dataset(X_train, y_train)
    eval_set = lgb.Dataset(X_test, y_test, reference=train_set)
    return lgb.train(PARAMS, train_set, 5000, valid_sets=[eval_set], callbacks=[lgb.early_stopping(100)])  # expect: leak-early-stopping-on-test


alarms = pd.read_csv("alarms.csv")
y = alarms.pop("true_alarm")
X_train, X_test, y_train, y_test = train_test_split(alarms, y, test_size=0.25, random_state=3)
booster = fit_booster(X_train, y_train, X_test, y_test)
print("AP", average_precision_score(y_test, booster.predict(X_test)))
