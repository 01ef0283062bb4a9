import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from tensorflow import keras

keras.utils.set_random_seed(0)
mails = pd.read_csv("mails.csv")
X = TfidfVectorizer(max_features=5000).fit_transform(mails["text"]).toarray()  # expect: leak-text-vocabulary
net = keras.Sequential([keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
net.fit(X, mails["spam"], validation_split=0.3, epochs=4, batch_size=64)
