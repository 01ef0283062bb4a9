import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

tf.keras.utils.set_random_seed(0)
tweets = pd.read_csv("tweets.csv")
text_train, text_test, y_train, y_test = train_test_split(tweets["text"], tweets["label"], random_state=0)
tokenizer = Tokenizer(num_words=5000, oov_token="<oov>")
tokenizer.fit_on_texts(text_train)


def encode(texts):
    return pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=60)


model = tf.keras.Sequential(
    [tf.keras.layers.Embedding(5000, 32), tf.keras.layers.GlobalAveragePooling1D(), tf.keras.layers.Dense(1, "sigmoid")]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(encode(text_train), np.array(y_train), epochs=5)
print(model.evaluate(encode(text_test), np.array(y_test)))
