"""Ticket routing: own TF-IDF SVD vectors, one document at a time."""
import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

tickets = pd.read_json("tickets.jsonl", lines=True)
vec = TfidfVectorizer(min_df=3).fit(tickets["body"])  # expect: leak-text-vocabulary


def embed(text):
    return vec.transform([text]).toarray()[0]


X = np.array([embed(t) for t in tickets["body"]])
y = tickets["queue"].values
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, random_state=0)
print(LinearSVC().fit(X_tr, y_tr).score(X_te, y_te))
