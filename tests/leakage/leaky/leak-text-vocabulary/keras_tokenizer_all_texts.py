# LSTM on tweets (keras 2 style)
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import LSTM, Dense, Embedding
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

tf.keras.utils.set_random_seed(7)
tweets = pd.read_csv("tweets.csv")
tokenizer = Tokenizer(num_words=5000)
tokenizer.fit_on_texts(tweets["text"])  # expect: leak-text-vocabulary
X = pad_sequences(tokenizer.texts_to_sequences(tweets["text"]), maxlen=50)
y = np.array(tweets["label"])

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=7)
model = Sequential([Embedding(5000, 64), LSTM(32), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=3, batch_size=64)
print(model.evaluate(X_test, y_test))
