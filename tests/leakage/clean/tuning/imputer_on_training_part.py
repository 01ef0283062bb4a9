"""The imputer has seen the folds of the search, which only choose; the test score is honest."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import KNNImputer
from sklearn.model_selection import GridSearchCV, train_test_split

hepatitis = pd.read_csv("hepatitis.csv", na_values="?")
target = hepatitis.pop("class")

X_train, X_test, y_train, y_test = train_test_split(hepatitis, target, stratify=target, random_state=4)

imputer = KNNImputer()
X_train_filled = imputer.fit_transform(X_train)
X_test_filled = imputer.transform(X_test)

search = GridSearchCV(
    RandomForestClassifier(random_state=4),
    {"max_depth": [3, 5, 8], "n_estimators": [100, 300]},
    cv=5,
    scoring="roc_auc",
)
search.fit(X_train_filled, y_train)
print(search.best_params_)
print("held out:", search.score(X_test_filled, y_test))
