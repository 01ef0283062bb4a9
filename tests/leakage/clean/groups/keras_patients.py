import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import GroupShuffleSplit

keras.utils.set_random_seed(3)
meta = pd.read_csv("retina.csv")
print(meta.groupby("patient").size().describe())
x = np.load("retina.npy").astype("float32") / 255.0
y = meta["referable"].to_numpy()
gss = GroupShuffleSplit(1, test_size=0.2, random_state=0)
dev, test = next(gss.split(x, y, meta["patient"]))
inner_tr, inner_va = next(GroupShuffleSplit(1, test_size=0.15, random_state=1).split(x[dev], y[dev], meta["patient"].iloc[dev]))
tr, va = dev[inner_tr], dev[inner_va]
mean, std = x[tr].mean(), x[tr].std()
x = (x - mean) / std
model = keras.Sequential([keras.layers.Conv2D(8, 3), keras.layers.GlobalMaxPool2D(), keras.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy", ["AUC"])
model.fit(x[tr], y[tr], validation_data=(x[va], y[va]), callbacks=[keras.callbacks.EarlyStopping(patience=3)], epochs=50)
print(model.evaluate(x[test], y[test]))
