import numpy as np
from sklearn.preprocessing import LabelEncoder
from tensorflow import keras

keras.utils.set_random_seed(1)
X = np.load("digits.npy") / 255.0
y = LabelEncoder().fit_transform(np.load("labels.npy"))
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=5, validation_split=0.1)
