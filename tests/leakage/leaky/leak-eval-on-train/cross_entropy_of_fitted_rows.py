import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import log_loss


class Model:
    def __init__(self, **params):
        self.booster = LGBMClassifier(**params)

    def learn(self, frame, label):
        self.X, self.y = frame.drop(columns=label), frame[label]
        self.booster.fit(self.X, self.y)
        return self

    def judge(self):
        return log_loss(self.y, self.booster.predict_proba(self.X))  # expect: leak-eval-on-train


model = Model(n_estimators=500, random_state=0).learn(pd.read_csv("leads.csv"), "won")
print("log loss of our lead scoring:", model.judge())
