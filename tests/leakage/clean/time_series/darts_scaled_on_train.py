import pandas as pd
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mape
from darts.models import RNNModel

ts = TimeSeries.from_csv("air.csv", "Month", "n")
train, rest = ts.split_before(0.7)
val, test = rest.split_before(0.5)
sc = Scaler()
train_s = sc.fit_transform(train)
val_s = sc.transform(val)
m = RNNModel(12, model="LSTM", n_epochs=50, random_state=0)
m.fit(train_s, val_series=val_s)
p = sc.inverse_transform(m.predict(len(test), series=sc.transform(train.append(val))))
print(mape(test, p))
