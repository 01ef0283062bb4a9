import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(0)
blob = torch.load("regression.pt", weights_only=True)
X, y = blob["x"], blob["y"]
train, test = random_split(TensorDataset(X, y), [0.8, 0.2], generator=torch.Generator().manual_seed(0))
mu, sigma = X[train.indices].mean(0), X[train.indices].std(0)

net = nn.Linear(X.shape[1], 1)
sgd = torch.optim.SGD(net.parameters(), lr=0.01)
for _ in range(100):
    for xb, yb in DataLoader(train, batch_size=32, shuffle=True):
        sgd.zero_grad()
        nn.functional.mse_loss(net((xb - mu) / sigma), yb).backward()
        sgd.step()
net.eval()
with torch.no_grad():
    xt, yt = X[test.indices], y[test.indices]
    print(nn.functional.mse_loss(net((xt - mu) / sigma), yt).item())
