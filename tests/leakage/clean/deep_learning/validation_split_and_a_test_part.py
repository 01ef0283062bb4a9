import numpy as np
from tensorflow import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

data = np.loadtxt("pima.csv", delimiter=",")
X, y = data[:, :8], data[:, 8]
X, X_test, y, y_test = train_test_split(X, y, test_size=0.2, random_state=7, stratify=y)
sc = StandardScaler().fit(X)
X, X_test = sc.transform(X), sc.transform(X_test)
model = keras.Sequential([keras.layers.Dense(12, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
es = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
hist = model.fit(X, y, validation_split=0.2, epochs=150, callbacks=[es], verbose=0)
print("best val", max(hist.history["val_accuracy"]))
print(model.evaluate(X_test, y_test))
