"""Seven-day windows as features of tomorrow's admissions."""
import pandas as pd
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance

WINDOWS = (7, 28)


def with_windows(frame, column):
    for size in WINDOWS:
        frame[f"{column}_{size}"] = frame[column].rolling(window=size, center=True, min_periods=1).median()  # expect: leak-centered-window
    return frame


wards = pd.read_csv("wards.csv")
wards["day"] = pd.to_datetime(wards["day"])
wards = with_windows(wards.sort_values("day"), "visits")
columns = ["visits_7", "visits_28"]
before, after = wards[wards["day"] < "2024-10-01"], wards[wards["day"] >= "2024-10-01"]
model = PoissonRegressor().fit(before[columns], before["admissions"])
print(mean_poisson_deviance(after["admissions"], model.predict(after[columns])))
