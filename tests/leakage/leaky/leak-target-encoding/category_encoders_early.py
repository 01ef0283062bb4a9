"""Used cars, high-cardinality `model` column."""
import category_encoders as ce
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
y = cars["price"]
X = cars[["make", "model", "year", "mileage"]]

encoder = ce.TargetEncoder(cols=["make", "model"], smoothing=10)
X = encoder.fit_transform(X, y)  # expect: leak-target-encoding

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
rf = RandomForestRegressor(random_state=3)
rf.fit(X_train, y_train)
print("R2:", rf.score(X_test, y_test))
