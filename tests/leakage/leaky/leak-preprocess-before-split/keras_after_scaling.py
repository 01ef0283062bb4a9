import keras
import pandas as pd
from keras import layers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

keras.utils.set_random_seed(812)

raw = pd.read_csv("auto-mpg.csv").dropna()
target = raw.pop("mpg")
inputs = StandardScaler().fit_transform(raw.drop(columns="name"))  # expect: leak-preprocess-before-split

x_train, x_test, y_train, y_test = train_test_split(inputs, target, test_size=0.2, random_state=812)

model = keras.Sequential([layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(1)])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=100, validation_split=0.1, verbose=0)

loss, mae = model.evaluate(x_test, y_test, verbose=0)
print(f"test MAE: {mae:.2f} mpg")
