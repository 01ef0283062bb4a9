import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def engineer(df: pd.DataFrame) -> pd.DataFrame:
    df = df.copy()
    df["log_area"] = np.log1p(df["area"])
    df["area_per_room"] = df["area"] / df["rooms"].clip(lower=1)
    df["age"] = 2026 - df["built"]
    df["is_new"] = (df["age"] < 5).astype(int)
    df["score_mean"] = df[["school", "shops", "transport"]].mean(axis=1)
    df["score_max"] = df[["school", "shops", "transport"]].max(axis="columns")
    return df


flats = engineer(pd.read_csv("flats.csv"))
y = np.log(flats.pop("price"))
X_train, X_test, y_train, y_test = train_test_split(flats.drop(columns=["address"]), y, test_size=0.2, random_state=7)
model = LGBMRegressor(random_state=7).fit(X_train, y_train)
print(mean_absolute_error(np.exp(y_test), np.exp(model.predict(X_test))))
