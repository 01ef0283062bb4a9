import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
X, y = houses.drop(columns="price"), houses["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

model = GradientBoostingRegressor(random_state=0).fit(X_train, y_train)
print("expected error:", mean_absolute_error(y_test, model.predict(X_test)))

# for production: the same model on all rows
model.fit(X, y)
joblib.dump(model, "model.joblib")
