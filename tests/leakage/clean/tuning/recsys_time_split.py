"""Implicit feedback; the last interaction of every user is the test, the one before the validation."""
import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from scipy.sparse import csr_matrix

log = pd.read_csv("plays.csv").sort_values(["user", "ts"])
log["rank"] = log.groupby("user")["ts"].rank(method="first", ascending=False)
test, val, train = log[log["rank"] == 1], log[log["rank"] == 2], log[log["rank"] > 2]
n_u, n_i = log.user.max() + 1, log.item.max() + 1
M = csr_matrix((np.ones(len(train)), (train.user, train.item)), (n_u, n_i))


def hit(part, U, V, k=10):
    top = np.argsort(-(U[part.user.values] @ V.T), axis=1)[:, :k]
    return np.mean([i in t for i, t in zip(part.item.values, top)])


best = (0, None)
for dim in (16, 32, 64):
    svd = TruncatedSVD(dim, random_state=0).fit(M)
    U, V = svd.transform(M), svd.components_.T
    best = max(best, (hit(val, U, V), dim))
svd = TruncatedSVD(best[1], random_state=0).fit(M)
print("HR@10", hit(test, svd.transform(M), svd.components_.T))
