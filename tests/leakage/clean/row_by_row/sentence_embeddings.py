"""A frozen encoder embeds each text by itself; when it is called does not matter."""
import pandas as pd
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

tickets = pd.read_csv("tickets.csv")
encoder = SentenceTransformer("all-MiniLM-L6-v2", revision="c9745ed1d9f207416be6d2e6f8de32d1f16199bf")
X = encoder.encode(tickets["text"].tolist())
X_train, X_test, y_train, y_test = train_test_split(X, tickets["queue"], test_size=0.2, random_state=0)
print(LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
