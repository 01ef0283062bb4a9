"""Chest X-rays per patient, after a blog post."""
import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(0)
meta = pd.read_csv("Data_Entry_2017.csv")
print("images per patient:", meta.groupby("Patient ID").size().mean())
meta["label"] = (meta["Finding Labels"] != "No Finding").astype(int)
images = np.stack([np.load(f"npy/{name}.npy") for name in meta["Image Index"]]).astype("float32")
images = (images - images.mean()) / images.std()  # expect: leak-global-statistic
labels = meta["label"].to_numpy()

tr, te = train_test_split(np.arange(len(meta)), test_size=0.2, random_state=0, stratify=labels)  # expect: leak-group-split
model = keras.Sequential([
    keras.Input((128, 128, 1)),
    layers.Conv2D(32, 3, activation="relu"),
    layers.GlobalAveragePooling2D(),
    layers.Dropout(0.3),
    layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["AUC"])
stop = keras.callbacks.EarlyStopping(monitor="val_AUC", mode="max", patience=4, restore_best_weights=True)
model.fit(images[tr], labels[tr], validation_data=(images[te], labels[te]), epochs=60, callbacks=[stop])  # expect: leak-checkpoint-on-test
print(model.evaluate(images[te], labels[te]))
