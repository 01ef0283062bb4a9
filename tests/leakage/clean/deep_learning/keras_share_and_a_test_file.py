import pandas as pd
from sklearn.metrics import classification_report
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

keras.utils.set_random_seed(3)
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
scaler = StandardScaler().fit(train.drop(columns="y"))


def build():
    net = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
    net.compile(optimizer="adam", loss="binary_crossentropy")
    return net


net = build()
net.fit(scaler.transform(train.drop(columns="y")), train["y"], validation_split=0.15, epochs=10)
print(classification_report(test["y"], net.predict(scaler.transform(test.drop(columns="y"))) > 0.5))
