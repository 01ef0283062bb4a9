import numpy as np
import pandas as pd
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

tickets = pd.read_json("tickets.jsonl", lines=True)
enc = SentenceTransformer("all-MiniLM-L6-v2", revision="c9745ed1d9f207416be6d2e6f8de32d1f16199bf")


def embed(text):
    return enc.encode(text.lower())


X = np.stack([embed(t) for t in tickets["body"]])
X_tr, X_te, y_tr, y_te = train_test_split(X, tickets["queue"], test_size=0.3, random_state=0)
print(LogisticRegression(max_iter=300).fit(X_tr, y_tr).score(X_te, y_te))
