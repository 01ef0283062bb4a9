"""Churn, in functions; the share is a constant of the module."""
import numpy as np
import pandas as pd
from keras import Sequential, layers, utils
from keras.callbacks import EarlyStopping
from sklearn.preprocessing import MinMaxScaler

VAL_SHARE = 0.25


def load(path):
    table = pd.read_csv(path)
    features = table.drop(columns=["churn"])
    scaled = MinMaxScaler().fit_transform(features)  # expect: leak-preprocess-before-split
    return scaled, table["churn"].to_numpy()


def train(X, y):
    net = Sequential([layers.Dense(64, activation="relu"), layers.Dropout(0.2), layers.Dense(1, activation="sigmoid")])
    net.compile("adam", "binary_crossentropy", metrics=["AUC"])
    stop = EarlyStopping(patience=3)
    return net.fit(x=X, y=y, validation_split=VAL_SHARE, epochs=40, callbacks=[stop], verbose=2)


if __name__ == "__main__":
    utils.set_random_seed(7)
    log = train(*load("churn.csv"))
    print(np.min(log.history["val_loss"]))
