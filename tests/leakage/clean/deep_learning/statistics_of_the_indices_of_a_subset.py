"""The mean of the training rows only: the indices of the Subset choose them."""
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
import numpy as np

torch.manual_seed(0)
X = torch.tensor(np.load("x.npy"), dtype=torch.float32)
y = torch.tensor(np.load("y.npy"), dtype=torch.float32)
data = TensorDataset(X, y)
train, test = random_split(data, [0.8, 0.2], generator=torch.Generator().manual_seed(0))
mean, std = X[train.indices].mean(0), X[train.indices].std(0)
model = nn.Linear(10, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for x, t in DataLoader(train, batch_size=32, shuffle=True):
    opt.zero_grad()
    nn.functional.mse_loss(model((x - mean) / std), t).backward()
    opt.step()
with torch.no_grad():
    for x, t in DataLoader(test, batch_size=256):
        print(nn.functional.mse_loss(model((x - mean) / std), t))
