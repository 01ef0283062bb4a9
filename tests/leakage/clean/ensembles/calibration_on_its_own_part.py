import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

df = pd.read_csv("stays.csv")
train, rest = train_test_split(df, test_size=0.4, random_state=0)
calib, test = train_test_split(rest, test_size=0.5, random_state=0)
cols = df.columns.drop("long_stay")
gb = GradientBoostingClassifier(random_state=0).fit(train[cols], train["long_stay"])
calibrated = CalibratedClassifierCV(FrozenEstimator(gb), method="isotonic").fit(calib[cols], calib["long_stay"])
print(brier_score_loss(test["long_stay"], calibrated.predict_proba(test[cols])[:, 1]))
