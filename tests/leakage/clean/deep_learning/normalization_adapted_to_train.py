import keras
import pandas as pd
from keras import layers
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(0)
mpg = pd.read_csv("auto_mpg.csv").dropna()
y = mpg.pop("mpg").to_numpy()
X_train, X_test, y_train, y_test = train_test_split(mpg.to_numpy(), y, test_size=0.2, random_state=0)
norm = layers.Normalization()
norm.adapt(X_train)
model = keras.Sequential([norm, layers.Dense(64, activation="relu"), layers.Dense(1)])
model.compile(optimizer="adam", loss="mae")
model.fit(X_train, y_train, epochs=50, validation_split=0.2, verbose=0)
print(model.evaluate(X_test, y_test, verbose=0))
