import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split

df = pd.read_csv("stroke_numeric.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="stroke"), df["stroke"], random_state=0)


def build(params):
    return RandomForestClassifier(**params, random_state=0)


def objective(trial):
    params = {"max_depth": trial.suggest_int("max_depth", 2, 16), "n_estimators": trial.suggest_int("n_estimators", 50, 500)}
    return cross_val_score(build(params), X_train, y_train, cv=5, scoring="roc_auc").mean()


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=0))
study.optimize(objective, n_trials=40)
best = build(study.best_params).fit(X_train, y_train)
print(roc_auc_score(y_test, best.predict_proba(X_test)[:, 1]))
