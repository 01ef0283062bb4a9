import pandas as pd
from catboost import CatBoostRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split


def add_features(df):
    df = df.copy()
    df["km_rank"] = df["km"].rank(pct=True)  # expect: leak-global-statistic
    df["age"] = 2026 - df["year"]
    return df


cars = add_features(pd.read_csv("used_cars.csv"))
X = cars[["km_rank", "age", "power"]]
y = cars["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=12)
model = CatBoostRegressor(iterations=300, verbose=0, random_seed=12)
model.fit(X_train, y_train)
print(mean_squared_error(y_test, model.predict(X_test)))
