import pandas as pd
from sklearn.metrics import mean_absolute_error
from statsmodels.tsa.statespace.sarimax import SARIMAX

air = pd.read_csv("airline.csv", index_col="Month", parse_dates=True)["Passengers"].asfreq("MS")
train, test = air[:-24], air[-24:]
fitted = SARIMAX(train, order=(1, 1, 1), seasonal_order=(1, 1, 1, 12)).fit(disp=False)
print(mean_absolute_error(test, fitted.forecast(len(test))))
