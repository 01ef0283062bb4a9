"""Fill the gaps of all numeric columns, by a function that is piped."""
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import train_test_split


def fill_gaps(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    for column in columns:
        frame[column] = frame[column].fillna(frame[column].mean())  # expect: leak-global-statistic
    return frame


def drop_useless(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns=["comment"])


water = pd.read_csv("water_potability.csv").pipe(drop_useless).pipe(fill_gaps, ["ph", "Sulfate", "Trihalomethanes"])
X = water.drop(columns="Potability")
y = water["Potability"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)
clf = HistGradientBoostingClassifier(random_state=0)
clf.fit(X_train, y_train)
print("accuracy:", clf.score(X_test, y_test))
