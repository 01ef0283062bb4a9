import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split


def train_model(features, labels):
    model = LGBMRegressor(n_estimators=400, random_state=0)
    model.fit(X=features, y=labels)  # expect: leak-train-on-full-data
    return model


def evaluate(model, features, labels):
    return mean_absolute_percentage_error(labels, model.predict(features))


energy = pd.read_csv("buildings.csv")
y = energy.pop("heating_load")
_, X_test, _, y_test = train_test_split(energy, y, test_size=0.2, random_state=0)
model = train_model(energy, y)
print(f"MAPE {evaluate(model, X_test, y_test):.2%}")
