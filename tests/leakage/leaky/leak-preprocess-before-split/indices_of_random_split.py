"""Both parts are scored with a sklearn model through their indices; the scaler saw everything."""
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from torch.utils.data import TensorDataset, random_split

X, y = np.load("x.npy"), np.load("y.npy")
X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-split
parts = random_split(TensorDataset(torch.from_numpy(X), torch.from_numpy(y)), [0.7, 0.3], generator=torch.Generator().manual_seed(1))
train_idx, test_idx = parts[0].indices, parts[1].indices
clf = LogisticRegression().fit(X[train_idx], y[train_idx])
print(clf.score(X[test_idx], y[test_idx]))
