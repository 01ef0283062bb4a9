"""Churn training job, v2."""
import logging

import joblib
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from category_encoders import TargetEncoder

log = logging.getLogger(__name__)


class ChurnTrainer:
    def __init__(self, cfg):
        self.cfg = cfg
        self.encoder = TargetEncoder(cols=["plan", "region"])
        self.model = LGBMClassifier(random_state=cfg["seed"])

    def load(self):
        self.df = pd.read_parquet(self.cfg["path"])
        return self

    def encode(self):
        y = self.df["churned"]
        self.df[["plan", "region"]] = self.encoder.fit_transform(self.df[["plan", "region"]], y)  # expect: leak-target-encoding
        return self

    def run(self):
        tr, te = train_test_split(self.df, test_size=0.2, random_state=self.cfg["seed"], stratify=self.df["churned"])
        self.model.fit(tr.drop(columns=["churned"]), tr["churned"])
        p = self.model.predict_proba(te.drop(columns=["churned"]))[:, 1]
        log.info("AP %.3f", average_precision_score(te["churned"], p))
        joblib.dump(self.model, self.cfg["out"])


if __name__ == "__main__":
    ChurnTrainer({"path": "churn.parquet", "seed": 7, "out": "m.joblib"}).load().encode().run()
