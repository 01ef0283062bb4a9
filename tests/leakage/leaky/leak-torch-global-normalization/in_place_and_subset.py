"""In-place standardisation; the parts are Subsets of a permutation."""
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset


def load():
    blob = torch.load("regression.pt", weights_only=True)
    x, y = blob["x"], blob["y"]
    x = (x - x.mean(0)) / (x.std(0) + 1e-8)  # expect: leak-torch-global-normalization
    return TensorDataset(x, y)


def main():
    torch.manual_seed(11)
    data = load()
    order = torch.randperm(len(data)).tolist()
    cut = int(0.75 * len(data))
    train, test = Subset(data, order[:cut]), Subset(data, order[cut:])
    net = nn.Linear(13, 1)
    sgd = torch.optim.SGD(net.parameters(), lr=0.01)
    for _ in range(200):
        for x, y in DataLoader(train, batch_size=16, shuffle=True):
            sgd.zero_grad()
            nn.functional.mse_loss(net(x), y).backward()
            sgd.step()
    net.eval()
    with torch.no_grad():
        x, y = next(iter(DataLoader(test, batch_size=len(test))))
        print("test MSE", nn.functional.mse_loss(net(x), y).item())


if __name__ == "__main__":
    main()
