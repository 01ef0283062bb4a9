"""Everything that learns is inside the pipeline; the search sees training rows only; one score at the end."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler

SEED = 7


def read(path):
    df = pd.read_csv(path).drop_duplicates()
    y = LabelEncoder().fit_transform(df["target"])
    return df.drop(columns="target"), y


def build(numeric, categories):
    columns = ColumnTransformer(
        [
            ("numbers", Pipeline([("impute", SimpleImputer()), ("scale", StandardScaler())]), numeric),
            ("words", OneHotEncoder(handle_unknown="ignore"), categories),
        ]
    )
    return Pipeline([("columns", columns), ("model", GradientBoostingClassifier(random_state=SEED))])


def main():
    X, y = read("rows.csv")
    numeric = X.select_dtypes("number").columns.tolist()
    categories = [c for c in X.columns if c not in numeric]
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=SEED)
    folds = StratifiedKFold(5, shuffle=True, random_state=SEED)
    search = GridSearchCV(build(numeric, categories), {"model__max_depth": [2, 3]}, cv=folds, scoring="roc_auc")
    search.fit(X_train, y_train)
    best = search.best_estimator_
    scores = best.predict_proba(X_test)[:, 1]
    print(roc_auc_score(y_test, scores))
    print(classification_report(y_test, best.predict(X_test)))
    final = build(numeric, categories).fit(X, y)
    print(np.mean(final.predict(X)))


if __name__ == "__main__":
    main()
