import torch
import torchvision
import torchvision.transforms as T
from torch import nn, optim
from torch.utils.data import DataLoader, Subset

torch.manual_seed(0)
aug = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])
plain = T.ToTensor()
full_aug = torchvision.datasets.CIFAR10("data", train=True, download=True, transform=aug)
full_plain = torchvision.datasets.CIFAR10("data", train=True, download=True, transform=plain)
testset = torchvision.datasets.CIFAR10("data", train=False, download=True, transform=plain)
idx = torch.randperm(len(full_aug)).tolist()
trainset, valset = Subset(full_aug, idx[:45000]), Subset(full_plain, idx[45000:])
net = torchvision.models.resnet18(num_classes=10)
opt = optim.SGD(net.parameters(), lr=0.1)
crit = nn.CrossEntropyLoss()


def accuracy(loader):
    net.eval()
    right = 0
    with torch.no_grad():
        for x, t in loader:
            right += (net(x).argmax(1) == t).sum().item()
    return right / len(loader.dataset)


best = 0.0
for epoch in range(30):
    net.train()
    for x, t in DataLoader(trainset, 128, shuffle=True):
        opt.zero_grad()
        crit(net(x), t).backward()
        opt.step()
    acc = accuracy(DataLoader(valset, 500))
    if acc > best:
        best = acc
        torch.save(net.state_dict(), "best.pt")
net.load_state_dict(torch.load("best.pt", weights_only=True))
print("test", accuracy(DataLoader(testset, 500)))
