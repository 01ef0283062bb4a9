"""The scaler of y is fitted on y_train; predictions are brought back before they are scored."""
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

salary = pd.read_csv("Position_Salaries_big.csv")
X = salary[["level", "years"]].to_numpy()
y = salary["salary"].to_numpy().reshape(-1, 1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

sc_X, sc_y = StandardScaler(), StandardScaler()
regressor = SVR(kernel="rbf")
regressor.fit(sc_X.fit_transform(X_train), sc_y.fit_transform(y_train).ravel())
pred = sc_y.inverse_transform(regressor.predict(sc_X.transform(X_test)).reshape(-1, 1))
print(mean_squared_error(y_test, pred))
