"""The windows are split where time passes: the last fifth is the test."""

import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset

torch.manual_seed(0)
series = pd.read_csv("sensor.csv", parse_dates=["time"]).sort_values("time")
frame = pd.DataFrame({f"t-{k}": series["value"].shift(k) for k in range(1, 25)}).assign(y=series["value"]).dropna()
inputs = torch.tensor(frame.drop(columns="y").to_numpy(), dtype=torch.float32)
dataset = TensorDataset(inputs, torch.tensor(frame[["y"]].to_numpy(), dtype=torch.float32))
cut = int(0.8 * len(dataset))
train_set, test_set = Subset(dataset, range(cut)), Subset(dataset, range(cut, len(dataset)))

net = nn.Sequential(nn.Linear(24, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(net.parameters())
for x, y in DataLoader(train_set, batch_size=64, shuffle=True):
    optimizer.zero_grad()
    nn.functional.mse_loss(net(x), y).backward()
    optimizer.step()
with torch.no_grad():
    print([nn.functional.l1_loss(net(x), y).item() for x, y in DataLoader(test_set, batch_size=512)])
