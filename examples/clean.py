"""The same question as churn.py, asked carefully: split first, everything fitted inside the pipeline, scored once."""

from pathlib import Path

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 13
NUMERIC = ["tenure", "MonthlyCharges", "TotalCharges"]
CATEGORIES = ["gender", "Partner", "Dependents", "InternetService", "Contract", "PaperlessBilling", "PaymentMethod"]


def load(path: Path) -> tuple[pd.DataFrame, pd.Series]:
    df = pd.read_csv(path)
    df["TotalCharges"] = pd.to_numeric(df["TotalCharges"], errors="coerce")
    return df[NUMERIC + CATEGORIES], (df["Churn"] == "Yes").astype(int)


def build():
    columns = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), NUMERIC),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), CATEGORIES),
    )
    return make_pipeline(columns, GradientBoostingClassifier(n_estimators=200, learning_rate=0.05, random_state=SEED))


def main() -> None:
    X, y = load(Path(__file__).parent / "data" / "churn.csv")
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)

    model = build()
    scores = cross_val_score(model, X_train, y_train, scoring="roc_auc", cv=5)
    print(f"cross-validated ROC AUC {scores.mean():.3f} ± {scores.std():.3f}")

    model.fit(X_train, y_train)
    print(f"held-out ROC AUC        {roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]):.3f}")


if __name__ == "__main__":
    main()
