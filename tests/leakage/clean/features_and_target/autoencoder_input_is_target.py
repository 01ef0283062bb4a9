"""An autoencoder is fitted on (X, X): its target is its input on purpose."""
import keras
import numpy as np
from keras import layers
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(0)
X = np.load("vibrations.npy")
X_train, X_test = train_test_split(X, test_size=0.2, random_state=0)
auto = keras.Sequential([layers.Dense(16, activation="relu"), layers.Dense(X.shape[1])])
auto.compile(optimizer="adam", loss="mse")
auto.fit(X_train, X_train, epochs=20, batch_size=64, verbose=0)
print(auto.evaluate(X_test, X_test, verbose=0))
