"""Churn training job, v3: the encoder sees training rows only."""
import joblib
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from category_encoders import TargetEncoder


class ChurnTrainer:
    def __init__(self, cfg):
        self.cfg = cfg
        self.encoder = TargetEncoder(cols=["plan", "region"])
        self.model = LGBMClassifier(random_state=cfg["seed"])

    def load(self):
        self.df = pd.read_parquet(self.cfg["path"])
        return self

    def split(self):
        self.tr, self.te = train_test_split(self.df, test_size=0.2, random_state=self.cfg["seed"])
        return self

    def features(self, part, fit=False):
        X = part.drop(columns=["churned"])
        if fit:
            self.encoder.fit(X, part["churned"])
        return self.encoder.transform(X)

    def run(self):
        self.model.fit(self.features(self.tr, fit=True), self.tr["churned"])
        p = self.model.predict_proba(self.features(self.te))[:, 1]
        print("AP %.3f" % average_precision_score(self.te["churned"], p))
        joblib.dump((self.encoder, self.model), self.cfg["out"])


if __name__ == "__main__":
    ChurnTrainer({"path": "churn.parquet", "seed": 7, "out": "m.joblib"}).load().split().run()
