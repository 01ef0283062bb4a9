"""A table of independent rows, made of columns one by one and split at random."""

import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(0)
homes = pd.read_csv("homes.csv")
frame = pd.DataFrame({"size": homes["sqft"] / 1000, "age": 2026 - homes["built"], "rooms": homes["rooms"]})
dataset = TensorDataset(torch.tensor(frame.to_numpy()).float(), torch.tensor(homes[["price"]].to_numpy()).float())
train_set, test_set = random_split(dataset, [0.8, 0.2], generator=torch.Generator().manual_seed(0))
net = nn.Linear(3, 1)
optimizer = torch.optim.Adam(net.parameters())
for x, y in DataLoader(train_set, batch_size=64, shuffle=True):
    optimizer.zero_grad()
    nn.functional.mse_loss(net(x), y).backward()
    optimizer.step()
with torch.no_grad():
    print([nn.functional.l1_loss(net(x), y).item() for x, y in DataLoader(test_set, batch_size=512)])
