"""PyTorch with care: the best epoch is chosen on a validation part, the test set is looked at once, an attack teaches nothing."""

import copy

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

torch.manual_seed(0)
generator = torch.Generator().manual_seed(0)
to_tensor = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
digits = datasets.MNIST("data", train=True, transform=to_tensor)
train, val = random_split(digits, [55000, 5000], generator=generator)
train_loader = DataLoader(train, batch_size=64, shuffle=True, generator=generator)
val_loader = DataLoader(val, batch_size=256)
test_loader = DataLoader(datasets.MNIST("data", train=False, transform=to_tensor), batch_size=256)

net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, 10))
optimizer = torch.optim.AdamW(net.parameters())


@torch.no_grad()
def accuracy(model, loader):
    model.eval()
    right = seen = 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(y)
    return right / seen


best, weights = 0.0, None
for _ in range(5):
    net.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
    score = accuracy(net, val_loader)
    if score > best:
        best, weights = score, copy.deepcopy(net.state_dict())
if weights is not None:
    net.load_state_dict(weights)
print(accuracy(net, test_loader))

net.eval()
fooled = 0
for x, y in test_loader:
    x.requires_grad = True
    F.cross_entropy(net(x), y).backward()
    adversary = (x + 0.1 * x.grad.sign()).detach()
    with torch.no_grad():
        fooled += (net(adversary).argmax(1) != y).sum().item()
print(fooled)
