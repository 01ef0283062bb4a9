import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB


def main(path="hospital_stays.csv"):
    stays = pd.read_csv(path)
    y = stays.pop("long_stay")
    _, X_test, _, y_test = train_test_split(stays, y, test_size=0.3, random_state=44)
    calibrated = CalibratedClassifierCV(GaussianNB(), method="isotonic", cv=5)
    calibrated.fit(stays, y)  # either: leak-search-on-full-data, leak-train-on-full-data
    print(brier_score_loss(y_test, calibrated.predict_proba(X_test)[:, 1]))


if __name__ == "__main__":
    main()
