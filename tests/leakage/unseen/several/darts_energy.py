import pandas as pd
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mape
from darts.models import NBEATSModel

df = pd.read_csv("energy.csv", parse_dates=["time"])
series = TimeSeries.from_dataframe(df, "time", "load")
scaler = Scaler()
scaled = scaler.fit_transform(series)  # expect: leak-preprocess-before-split
train, val = scaled.split_before(pd.Timestamp("2023-01-01"))
model = NBEATSModel(input_chunk_length=168, output_chunk_length=24, n_epochs=20, random_state=0)
model.fit(train)
pred = model.predict(n=len(val))
print("MAPE", mape(scaler.inverse_transform(val), scaler.inverse_transform(pred)))
