import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.preprocessing import MinMaxScaler

STEPS = 30


def windows(values):
    X = np.stack([values[i : i + STEPS] for i in range(len(values) - STEPS)])
    return X, values[STEPS:]


keras.utils.set_random_seed(0)
close = pd.read_csv("google.csv", parse_dates=["Date"]).sort_values("Date")[["Close"]].to_numpy()
cut = int(len(close) * 0.85)
scaler = MinMaxScaler()
train = scaler.fit_transform(close[:cut])
test = scaler.transform(close[cut:])
X_train, y_train = windows(train)
X_test, y_test = windows(test)

model = keras.Sequential([layers.LSTM(50), layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(X_train, y_train, epochs=20, batch_size=32, shuffle=False, verbose=0)
print(model.evaluate(X_test, y_test, verbose=0))
