"""Next-step prediction; the windows are made from one long series and split at random."""
import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(0)
series = pd.read_csv("sensor.csv", parse_dates=["time"]).sort_values("time")
frame = pd.DataFrame({f"t-{k}": series["value"].shift(k) for k in range(1, 25)}).assign(y=series["value"]).dropna()

inputs = torch.tensor(frame.drop(columns="y").to_numpy(), dtype=torch.float32)
targets = torch.tensor(frame[["y"]].to_numpy(), dtype=torch.float32)
dataset = TensorDataset(inputs, targets)
train_set, test_set = random_split(dataset, [0.8, 0.2], generator=torch.Generator().manual_seed(0))  # expect: leak-temporal-shuffle

net = nn.Sequential(nn.Linear(24, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(net.parameters())
for epoch in range(20):
    for x, y in DataLoader(train_set, batch_size=64, shuffle=True):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x), y).backward()
        optimizer.step()

errors = []
with torch.no_grad():
    for x, y in DataLoader(test_set, batch_size=512):
        errors.append((net(x) - y).abs())
print("MAE", np.mean(torch.cat(errors).numpy()))
