"""k-NN classification of tickets with sentence embeddings and FAISS."""
import faiss
import numpy as np
import pandas as pd
from sentence_transformers import SentenceTransformer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

tickets = pd.read_json("tickets.jsonl", lines=True)
enc = SentenceTransformer("all-MiniLM-L6-v2")
emb = enc.encode(tickets["body"].tolist(), normalize_embeddings=True)
emb = emb - emb.mean(axis=0)  # expect: leak-global-statistic
y = tickets["queue"].astype("category").cat.codes.to_numpy()
tr, te = train_test_split(np.arange(len(y)), test_size=0.2, random_state=0)
index = faiss.IndexFlatIP(emb.shape[1])
index.add(emb[tr])
accs = []
for k in (1, 3, 5, 11, 21):
    _, nn = index.search(emb[te], k)
    votes = y[tr][nn]
    pred = np.array([np.bincount(v).argmax() for v in votes])
    accs.append((accuracy_score(y[te], pred), k))
acc, k = max(accs)
print(f"k={k}: accuracy {acc:.3f}")  # expect: leak-model-selection-on-test
