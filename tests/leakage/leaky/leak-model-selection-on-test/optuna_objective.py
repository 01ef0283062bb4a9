"""Optuna looks at the test rows in every trial."""
import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

stroke = pd.read_csv("stroke_numeric.csv")
X_train, X_test, y_train, y_test = train_test_split(
    stroke.drop(columns="stroke"), stroke["stroke"], test_size=0.2, random_state=0, stratify=stroke["stroke"]
)


def objective(trial):
    forest = RandomForestClassifier(
        n_estimators=trial.suggest_int("n_estimators", 100, 600),
        max_depth=trial.suggest_int("max_depth", 2, 16),
        random_state=0,
    )
    forest.fit(X_train, y_train)
    return roc_auc_score(y_test, forest.predict_proba(X_test)[:, 1])  # either: leak-model-selection-on-test


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=0))
study.optimize(objective, n_trials=50)  # either: leak-model-selection-on-test
print("test AUC:", study.best_value)  # either: leak-model-selection-on-test
