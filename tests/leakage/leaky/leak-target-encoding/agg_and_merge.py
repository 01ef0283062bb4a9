import pandas as pd
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

TARGET = "clicked"


def rates(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    return frame.groupby(key, as_index=False)[TARGET].mean().rename(columns={TARGET: f"{key}_ctr"})  # either: leak-target-encoding


def main() -> None:
    ads = pd.read_csv("ads.csv")
    for key in ("site", "banner"):
        ads = ads.merge(rates(ads, key), on=key, how="left")  # either: leak-target-encoding
    X = ads[["site_ctr", "banner_ctr", "hour"]]
    y = ads[TARGET]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.1, random_state=40)
    model = XGBClassifier(random_state=40).fit(X_train, y_train)
    print(log_loss(y_test, model.predict_proba(X_test)))


if __name__ == "__main__":
    main()
