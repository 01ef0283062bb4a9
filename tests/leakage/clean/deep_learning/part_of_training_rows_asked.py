"""A network learns from all rows of a training set; a random thousand of them shows how far they are learned."""
import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import MNIST

torch.manual_seed(0)
full, unseen = MNIST("mnist", train=True), MNIST("mnist", train=False)
rest, probe = random_split(full, [59_000, 1_000])
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
opt = torch.optim.Adam(net.parameters())


def accuracy(data):
    net.eval()
    with torch.no_grad():
        return sum((net(x).argmax(1) == y).sum().item() for x, y in DataLoader(data, 256)) / len(data)


for epoch in range(5):
    net.train()
    for x, y in DataLoader(full, 64, shuffle=True):
        opt.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    print(epoch, "training", accuracy(probe))
print("test", accuracy(unseen))
