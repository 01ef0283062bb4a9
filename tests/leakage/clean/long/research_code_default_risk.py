"""Default risk of small-business loans: experiments for section 4, after the review.

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
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

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
    valid_size: float = 0.2
    out: Path = Path("runs")
    params: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.model}-seed{self.seed}"


@dataclass
class Parts:
    train: pd.DataFrame
    valid: pd.DataFrame
    test: pd.DataFrame

    def describe(self) -> None:
        for name, part in vars(self).items():
            log.info("%s: %d rows, %.2f %% defaults", name, len(part), 100 * part[TARGET].mean())


# --- data ---------------------------------------------------------------------------------------------------------


def read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, usecols=[*NUMERIC, *CATEGORICAL, TARGET])
    frame = frame.drop_duplicates()
    frame = frame[frame["amount"] > 0]
    log.info("read %d loans, %.2f %% defaults", len(frame), 100 * frame[TARGET].mean())
    log.info("amounts: %.0f to %.0f", frame["amount"].quantile(0.05), frame["amount"].quantile(0.95))
    return frame


def add_ratios(frame: pd.DataFrame) -> pd.DataFrame:
    """Row by row: no loan knows of another."""
    frame = frame.copy()
    frame["amount_to_revenue"] = frame["amount"] / frame["revenue"].clip(lower=1)
    frame["log_amount"] = np.log1p(frame["amount"])
    frame["young"] = (frame["years_active"] < 2).astype(int)
    return frame


def divide(frame: pd.DataFrame, config: Config) -> Parts:
    rest, test = train_test_split(
        frame, test_size=config.test_size, random_state=config.seed, stratify=frame[TARGET]
    )
    train, valid = train_test_split(
        rest, test_size=config.valid_size, random_state=config.seed, stratify=rest[TARGET]
    )
    return Parts(train.copy(), valid.copy(), test.copy())


class Encoder:
    """Rates of default by industry and state, and medians, of the rows it was fitted on."""

    def __init__(self, smoothing: float = 20.0):
        self.smoothing = smoothing
        self.imputer = SimpleImputer(strategy="median")

    def fit(self, frame: pd.DataFrame) -> Encoder:
        self.overall = frame[TARGET].mean()
        self.rates = {}
        for column in CATEGORICAL:
            stats = frame.groupby(column)[TARGET].agg(["sum", "count"])
            self.rates[column] = (stats["sum"] + self.smoothing * self.overall) / (stats["count"] + self.smoothing)
        self.imputer.fit(frame[NUMERIC])
        return self

    def transform(self, frame: pd.DataFrame) -> pd.DataFrame:
        out = frame.drop(columns=[*CATEGORICAL, TARGET])
        for column, rate in self.rates.items():
            out[f"{column}_rate"] = frame[column].map(rate).fillna(self.overall)
        out[NUMERIC] = self.imputer.transform(frame[NUMERIC])
        return out


# --- models -------------------------------------------------------------------------------------------------------


def fit_logistic(X, y, valid, config: Config):
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)).fit(X, y)


def fit_forest(X, y, valid, config: Config):
    return RandomForestClassifier(n_estimators=500, min_samples_leaf=5, random_state=config.seed).fit(X, y)


def fit_lgbm(X, y, valid, config: Config):
    model = lgb.LGBMClassifier(n_estimators=5000, learning_rate=0.02, random_state=config.seed, **config.params)
    model.fit(X, y, eval_set=[valid], callbacks=[lgb.early_stopping(100, verbose=False)])
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
    parts = divide(add_ratios(read(config.data)), config)
    parts.describe()
    encoder = Encoder().fit(parts.train)
    X_train, X_valid, X_test = (encoder.transform(part) for part in (parts.train, parts.valid, parts.test))
    model = FITTERS[config.model](X_train, parts.train[TARGET], (X_valid, parts.valid[TARGET]), config)
    scores = evaluate(model, X_test, parts.test[TARGET])
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
