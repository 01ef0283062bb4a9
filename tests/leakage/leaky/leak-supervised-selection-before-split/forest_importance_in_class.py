import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold


class Screening:
    """Select biomarkers, then validate them with five folds."""

    def __init__(self, X, y, seed=0):
        self.X, self.y, self.seed = X, y, seed

    def select(self):
        forest = RandomForestClassifier(n_estimators=500, random_state=self.seed)
        self.selector = SelectFromModel(forest, threshold="median")
        self.X = self.selector.fit_transform(self.X, self.y)  # expect: leak-supervised-selection-before-split

    def validate(self):
        folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=self.seed)
        aucs = []
        for train, test in folds.split(self.X, self.y):
            clf = RandomForestClassifier(n_estimators=500, random_state=self.seed)
            clf.fit(self.X[train], self.y[train])
            aucs.append(roc_auc_score(self.y[test], clf.predict_proba(self.X[test])[:, 1]))
        return np.mean(aucs)


table = pd.read_csv("biomarkers.csv")
screening = Screening(table.drop(columns="case").to_numpy(), table["case"].to_numpy())
screening.select()
print(screening.validate())
