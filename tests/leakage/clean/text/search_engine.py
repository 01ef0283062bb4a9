"""Nearest documents by TF-IDF: there is nothing to be tested."""
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel

docs = pd.read_json("docs.jsonl", lines=True)
vectoriser = TfidfVectorizer(stop_words="english")
matrix = vectoriser.fit_transform(docs["body"])


def find(query, k=5):
    scores = linear_kernel(vectoriser.transform([query]), matrix)[0]
    return docs.iloc[scores.argsort()[::-1][:k]]["title"].tolist()


print(find("gradient boosting with missing values"))
