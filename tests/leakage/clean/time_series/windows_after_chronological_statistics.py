import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset

torch.manual_seed(1)
load = pd.read_csv("load.csv", parse_dates=["ts"]).sort_values("ts")["mw"].to_numpy()
cut = int(0.8 * len(load))
mu, sd = load[:cut].mean(), load[:cut].std()
load = (load - mu) / sd


def windows(s, n):
    return np.array([s[i : i + n] for i in range(len(s) - n)]), s[n:]


X, y = windows(load, 48)
ds = TensorDataset(torch.tensor(X).float(), torch.tensor(y).float())
train_ds = Subset(ds, range(0, cut - 48))
test_ds = Subset(ds, range(cut, len(ds)))
net = nn.Sequential(nn.Linear(48, 32), nn.ReLU(), nn.Linear(32, 1))
opt = torch.optim.Adam(net.parameters())
for _ in range(10):
    for xb, yb in DataLoader(train_ds, 64, shuffle=True):
        opt.zero_grad()
        nn.functional.mse_loss(net(xb).squeeze(-1), yb).backward()
        opt.step()
net.eval()
with torch.no_grad():
    print(np.mean([nn.functional.l1_loss(net(a).squeeze(-1), b).item() for a, b in DataLoader(test_ds, 256)]))
