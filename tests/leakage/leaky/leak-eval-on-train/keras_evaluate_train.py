import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
X = np.load("features.npy")
y = np.load("labels.npy")
model = keras.Sequential([layers.Dense(128, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=30, batch_size=32, verbose=0)
loss, accuracy = model.evaluate(X, y, verbose=0)  # expect: leak-eval-on-train
print("final accuracy:", accuracy)
