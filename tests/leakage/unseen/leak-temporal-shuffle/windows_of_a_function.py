"""Electricity load with an LSTM; windows are shuffled before the split."""
import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(1)
load = pd.read_csv("load.csv", parse_dates=["ts"]).sort_values("ts")
load = (load.set_index("ts")["mw"] - 5000) / 1000
L = 48


def windows(s, n):
    xs, ys = [], []
    for i in range(len(s) - n):
        xs.append(s[i : i + n])
        ys.append(s[i + n])
    return np.array(xs), np.array(ys)


X, y = windows(load.to_numpy(), L)
ds = TensorDataset(torch.tensor(X).float().unsqueeze(-1), torch.tensor(y).float())
n_train = int(0.8 * len(ds))
train_ds, test_ds = random_split(ds, [n_train, len(ds) - n_train])  # expect: leak-temporal-shuffle


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1, 32, batch_first=True)
        self.out = nn.Linear(32, 1)

    def forward(self, x):
        h, _ = self.lstm(x)
        return self.out(h[:, -1]).squeeze(-1)


net = Net()
opt = torch.optim.Adam(net.parameters())
for _ in range(10):
    for xb, yb in DataLoader(train_ds, 64, shuffle=True):
        opt.zero_grad()
        nn.functional.mse_loss(net(xb), yb).backward()
        opt.step()
net.eval()
with torch.no_grad():
    err = [nn.functional.l1_loss(net(xb), yb).item() for xb, yb in DataLoader(test_ds, 256)]
print(np.mean(err))
