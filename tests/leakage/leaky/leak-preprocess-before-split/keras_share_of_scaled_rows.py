import pandas as pd
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

keras.utils.set_random_seed(0)
bank = pd.read_csv("bank.csv")
X, y = bank.drop(columns="deposit"), bank["deposit"]
X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-split
model = keras.Sequential([keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(X, y, epochs=20, validation_split=0.2)
print("accuracy", max(history.history["val_accuracy"]))
