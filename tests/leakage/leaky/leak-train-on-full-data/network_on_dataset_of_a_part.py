"""`train.dataset` is all that was split, not the training part."""
import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import ImageFolder
torch.manual_seed(0)
ds = ImageFolder("pets")
train, test = random_split(ds, [0.8, 0.2])
net = nn.Sequential(nn.Flatten(), nn.LazyLinear(2))
opt = torch.optim.Adam(net.parameters())
for x, y in DataLoader(train.dataset, 32, shuffle=True):
    opt.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    opt.step()  # expect: leak-train-on-full-data
net.eval()
correct = 0
with torch.no_grad():
    for x, y in DataLoader(test, 32):
        correct += (net(x).argmax(1) == y).sum().item()
print(correct / len(test))
