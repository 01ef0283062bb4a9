import keras
import numpy as np
from keras import layers


def build_model(ages):
    buckets = layers.Discretization(num_bins=10, output_mode="one_hot")
    buckets.adapt(ages)  # expect: leak-normalization-adapt
    inputs = keras.Input((1,))
    outputs = layers.Dense(1, activation="sigmoid")(layers.Flatten()(buckets(inputs)))
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


keras.utils.set_random_seed(2)
ages = np.load("ages.npy")
bought = np.load("bought.npy")
model = build_model(ages)
n = len(ages) * 3 // 4
model.fit(ages[:n], bought[:n], epochs=10, verbose=0)
print(model.evaluate(ages[n:], bought[n:], verbose=0))
