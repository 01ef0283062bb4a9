import numpy as np
import pandas as pd
from sklearn.compose import TransformedTargetRegressor
from sklearn.linear_model import ElasticNetCV
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

cars = pd.read_csv("cars_numeric.csv")
X_train, X_test, y_train, y_test = train_test_split(cars.drop(columns="price"), cars["price"], random_state=2)
model = TransformedTargetRegressor(
    Pipeline([("scale", StandardScaler()), ("net", ElasticNetCV(cv=5))]), func=np.log1p, inverse_func=np.expm1
)
model.fit(X_train, y_train)
print(mean_absolute_error(y_test, model.predict(X_test)))
