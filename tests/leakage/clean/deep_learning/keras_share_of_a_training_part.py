"""Normalisation learns from the training part; another part of it is watched."""
import pandas as pd
from tensorflow import keras

keras.utils.set_random_seed(0)
mpg = pd.read_csv("auto-mpg.csv").dropna()
train = mpg.sample(frac=0.8, random_state=0)
test = mpg.drop(train.index)
train_x, test_x = train.drop(columns="MPG"), test.drop(columns="MPG")
norm = keras.layers.Normalization()
norm.adapt(train_x.to_numpy())
model = keras.Sequential([norm, keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
model.compile(loss="mae", optimizer="adam")
model.fit(train_x, train["MPG"], validation_split=0.2, epochs=100, verbose=0)
print(model.evaluate(test_x, test["MPG"]))
