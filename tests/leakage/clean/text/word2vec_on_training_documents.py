import numpy as np
import pandas as pd
from gensim.models import Word2Vec
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

news = pd.read_csv("ag_news.csv")
news["clean"] = [text.lower().strip() for text in news["text"]]
train, test = train_test_split(news, test_size=0.2, random_state=1)
w2v = Word2Vec(sentences=train["clean"].str.split(), vector_size=100, min_count=2, seed=1, workers=1)


def document_vector(words):
    known = [w2v.wv[w] for w in words if w in w2v.wv]
    return np.mean(known, axis=0) if known else np.zeros(100)


X_train = np.stack([document_vector(words) for words in train["clean"].str.split()])
X_test = np.stack([document_vector(words) for words in test["clean"].str.split()])
print(LogisticRegression(max_iter=500).fit(X_train, train["topic"]).score(X_test, test["topic"]))

vectoriser = TfidfVectorizer().fit(train["clean"])
A = np.array([vectoriser.transform([text]).toarray()[0] for text in train["clean"]])
B = np.array([vectoriser.transform([text]).toarray()[0] for text in test["clean"]])
print(LogisticRegression(max_iter=500).fit(A, train["topic"]).score(B, test["topic"]))
