import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(0)
X = torch.from_numpy(np.load("X.npy")).float()
y = torch.from_numpy(np.load("y.npy")).long()
X = (X - X.mean(dim=0)) / X.std(dim=0)  # expect: leak-torch-global-normalization

train_ds, test_ds = random_split(TensorDataset(X, y), [0.8, 0.2], generator=torch.Generator().manual_seed(0))
model = nn.Sequential(nn.Linear(X.shape[1], 64), nn.ReLU(), nn.Linear(64, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(30):
    for xb, yb in DataLoader(train_ds, batch_size=64, shuffle=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(xb), yb).backward()
        optimizer.step()

hits = 0
with torch.no_grad():
    for xb, yb in DataLoader(test_ds, batch_size=256):
        hits += (model(xb).argmax(1) == yb).sum().item()
print("test accuracy", hits / len(test_ds))
