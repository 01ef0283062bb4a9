import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

air = pd.read_csv("air_quality_snapshot.csv")
air.fillna(air.mean(numeric_only=True), inplace=True)  # expect: leak-global-statistic

target = "benzene"
X_train, X_test, y_train, y_test = train_test_split(
    air.drop(columns=target), air[target], test_size=0.2, shuffle=True, random_state=6
)
rf = RandomForestRegressor(n_estimators=200, random_state=6).fit(X_train, y_train)
print("r2 =", r2_score(y_test, rf.predict(X_test)))
