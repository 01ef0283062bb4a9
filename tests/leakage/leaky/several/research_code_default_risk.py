"""Default risk of small-business loans: experiments for section 4.

Usage:
    python research_code_default_risk.py --data loans.csv --model lgbm --seed 3
"""
from __future__ import annotations

import argparse
import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import train_test_split

log = logging.getLogger("risk")

NUMERIC = ["amount", "term", "revenue", "employees", "years_active", "past_due"]
CATEGORICAL = ["industry", "state"]
TARGET = "defaulted"


@dataclass
class Config:
    data: Path
    model: str = "lgbm"
    seed: int = 0
    test_size: float = 0.2
    out: Path = Path("runs")
    params: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.model}-seed{self.seed}"


@dataclass
class Split:
    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series

    def describe(self) -> None:
        log.info("train: %d rows, %.2f %% defaults", len(self.y_train), 100 * self.y_train.mean())
        log.info("test:  %d rows, %.2f %% defaults", len(self.y_test), 100 * self.y_test.mean())


# --- data ---------------------------------------------------------------------------------------------------------


def read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, usecols=[*NUMERIC, *CATEGORICAL, TARGET])
    frame = frame.drop_duplicates()
    frame = frame[frame["amount"] > 0]
    log.info("read %d loans", len(frame))
    return frame


def add_ratios(frame: pd.DataFrame) -> pd.DataFrame:
    """Row by row: no loan knows of another."""
    frame = frame.copy()
    frame["amount_to_revenue"] = frame["amount"] / frame["revenue"].clip(lower=1)
    frame["log_amount"] = np.log1p(frame["amount"])
    frame["young"] = (frame["years_active"] < 2).astype(int)
    return frame


def encode(frame: pd.DataFrame) -> pd.DataFrame:
    """Industries and states by how often their loans default."""
    frame = frame.copy()
    for column in CATEGORICAL:
        frame[f"{column}_rate"] = frame.groupby(column)[TARGET].transform("mean")  # expect: leak-target-encoding
    return frame.drop(columns=CATEGORICAL)


def impute(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    imputer = SimpleImputer(strategy="median")
    frame[NUMERIC] = imputer.fit_transform(frame[NUMERIC])  # expect: leak-preprocess-before-split
    return frame


def prepare(config: Config) -> Split:
    frame = impute(encode(add_ratios(read(config.data))))
    X, y = frame.drop(columns=TARGET), frame[TARGET]
    parts = train_test_split(X, y, test_size=config.test_size, random_state=config.seed, stratify=y)
    return Split(*parts)


# --- models -------------------------------------------------------------------------------------------------------


def fit_logistic(split: Split, config: Config):
    model = LogisticRegression(max_iter=2000, C=config.params.get("C", 1.0))
    return model.fit(split.X_train, split.y_train)


def fit_forest(split: Split, config: Config):
    model = RandomForestClassifier(n_estimators=500, min_samples_leaf=5, random_state=config.seed)
    return model.fit(split.X_train, split.y_train)


def fit_lgbm(split: Split, config: Config):
    model = lgb.LGBMClassifier(n_estimators=5000, learning_rate=0.02, random_state=config.seed, **config.params)
    stop = [lgb.early_stopping(100, verbose=False)]
    model.fit(split.X_train, split.y_train, eval_set=[(split.X_test, split.y_test)], callbacks=stop)  # expect: leak-early-stopping-on-test
    log.info("stopped after %d trees", model.best_iteration_)
    return model


FITTERS = {"logistic": fit_logistic, "forest": fit_forest, "lgbm": fit_lgbm}


# --- evaluation ---------------------------------------------------------------------------------------------------


def evaluate(model, X: pd.DataFrame, y: pd.Series) -> dict[str, float]:
    p = model.predict_proba(X)[:, 1]
    return {
        "roc_auc": float(roc_auc_score(y, p)),
        "average_precision": float(average_precision_score(y, p)),
        "brier": float(brier_score_loss(y, p)),
    }


def run(config: Config) -> dict[str, float]:
    split = prepare(config)
    split.describe()
    model = FITTERS[config.model](split, config)
    scores = evaluate(model, split.X_test, split.y_test)
    config.out.mkdir(exist_ok=True)
    with open(config.out / f"{config.name}.json", "w") as f:
        json.dump({"config": {k: str(v) for k, v in asdict(config).items()}, "scores": scores}, f, indent=2)
    return scores


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", choices=sorted(FITTERS), default="lgbm")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO if options.verbose else logging.WARNING)
    scores = run(Config(data=options.data, model=options.model, seed=options.seed))
    for name, value in scores.items():
        print(f"{name:>20}: {value:.4f}")


if __name__ == "__main__":
    main()
