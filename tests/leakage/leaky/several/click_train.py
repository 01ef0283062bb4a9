"""Train the churn model: python click_train.py --data d.parquet --model-out m.pkl"""
import logging
from pathlib import Path

import click
import joblib
import pandas as pd
from lightgbm import LGBMClassifier, early_stopping, log_evaluation
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

log = logging.getLogger(__name__)
TARGET = "churned"


def read(path: Path) -> pd.DataFrame:
    frame = pd.read_parquet(path)
    log.info("%d rows", len(frame))
    return frame.drop_duplicates(subset="account_id")


def prepare(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    target = frame.pop(TARGET)
    numeric = frame.select_dtypes("number")
    imputer = SimpleImputer(strategy="median")
    filled = pd.DataFrame(imputer.fit_transform(numeric), columns=numeric.columns, index=numeric.index)  # expect: leak-preprocess-before-split
    return filled, target


@click.command()
@click.option("--data", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--model-out", type=click.Path(path_type=Path), default="model.pkl")
@click.option("--seed", default=7)
def main(data: Path, model_out: Path, seed: int) -> None:
    X, y = prepare(read(data))
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=seed)
    model = LGBMClassifier(n_estimators=5000, learning_rate=0.02, random_state=seed)
    model.fit(X_train, y_train, eval_set=[(X_test, y_test)], eval_metric="auc", callbacks=[early_stopping(100), log_evaluation(50)])  # expect: leak-early-stopping-on-test
    auc = roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])
    log.info("test AUC %.4f", auc)
    joblib.dump(model, model_out)


if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    main()
