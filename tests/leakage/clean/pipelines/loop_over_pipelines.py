import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer, StandardScaler
from sklearn.svm import SVC

MODELS = {
    "logreg": make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    "svm": make_pipeline(PowerTransformer(), SVC()),
    "forest": RandomForestClassifier(random_state=0),
}


def compare(X, y):
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
    rows = []
    for name, model in MODELS.items():
        result = cross_validate(model, X, y, cv=folds, scoring="balanced_accuracy")
        rows.append({"model": name, "mean": result["test_score"].mean(), "std": result["test_score"].std()})
    return pd.DataFrame(rows).sort_values("mean", ascending=False)


frame = pd.read_csv("vehicle.csv")
print(compare(frame.drop(columns="Class"), frame["Class"]))
