"""Keras with care: layers adapted to training rows, early stopping on a validation part, one look at the test set."""

import keras
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(0)

df = pd.read_csv("churn.csv")
features = df.drop(columns=["churn"]).to_numpy("float32")
labels = df["churn"].to_numpy("float32")
X, X_test, y, y_test = train_test_split(features, labels, test_size=0.2, stratify=labels, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)

normalize = keras.layers.Normalization()
normalize.adapt(X_train)
model = keras.Sequential(
    [normalize, keras.layers.Dense(32, activation="relu"), keras.layers.Dropout(0.3), keras.layers.Dense(1, "sigmoid")]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["AUC"])
callbacks = [
    keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True),
    keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True),
]
model.fit(X_train, y_train, epochs=100, validation_data=(X_val, y_val), callbacks=callbacks)
scores = model.predict(X_test).ravel()
print(roc_auc_score(y_test, scores), np.mean((scores > 0.5) == y_test))
