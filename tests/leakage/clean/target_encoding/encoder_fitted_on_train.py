import category_encoders as ce
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
X, y = cars[["make", "model", "year", "mileage"]], cars["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
enc = ce.TargetEncoder(cols=["make", "model"])
X_train = enc.fit_transform(X_train, y_train)
X_test = enc.transform(X_test)
print(RandomForestRegressor(random_state=0).fit(X_train, y_train).score(X_test, y_test))
