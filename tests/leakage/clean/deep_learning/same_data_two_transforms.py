"""One data set with augmentation and once without; disjoint halves of each are used."""
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, transforms

torch.manual_seed(0)
augment = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
train_data = datasets.CIFAR10("data", train=True, download=True, transform=augment)
eval_data = datasets.CIFAR10("data", train=True, download=True, transform=transforms.ToTensor())

order = np.random.default_rng(0).permutation(len(train_data))
train = Subset(train_data, order[:45_000])
valid = Subset(eval_data, order[45_000:])
net = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
sgd = torch.optim.SGD(net.parameters(), lr=0.01)
for _ in range(3):
    for x, y in DataLoader(train, batch_size=128, shuffle=True):
        sgd.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        sgd.step()
net.eval()
with torch.no_grad():
    hits = sum((net(x).argmax(1) == y).sum().item() for x, y in DataLoader(valid, batch_size=512))
print(hits / len(valid))
