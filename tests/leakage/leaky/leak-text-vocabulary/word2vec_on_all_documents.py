import numpy as np
import pandas as pd
from gensim.models import Word2Vec
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

news = pd.read_csv("ag_news.csv")
tokens = news["text"].str.split()
w2v = Word2Vec(sentences=tokens, vector_size=100, min_count=2, seed=1, workers=1)  # expect: leak-text-vocabulary


def document_vector(words):
    known = [w2v.wv[w] for w in words if w in w2v.wv]
    return np.mean(known, axis=0) if known else np.zeros(100)


X = np.stack([document_vector(words) for words in tokens])
X_train, X_test, y_train, y_test = train_test_split(X, news["topic"], test_size=0.2, random_state=1)
print(LogisticRegression(max_iter=500).fit(X_train, y_train).score(X_test, y_test))
