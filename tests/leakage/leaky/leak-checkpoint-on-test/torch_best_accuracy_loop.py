"""CIFAR-10 ResNet. The usual loop: test after every epoch, keep the best."""
import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

torch.manual_seed(0)
device = "cuda" if torch.cuda.is_available() else "cpu"
to_tensor = transforms.ToTensor()
trainset = datasets.CIFAR10("./data", train=True, download=True, transform=to_tensor)
testset = datasets.CIFAR10("./data", train=False, download=True, transform=to_tensor)
trainloader = DataLoader(trainset, batch_size=128, shuffle=True)
testloader = DataLoader(testset, batch_size=256)

net = models.resnet18(num_classes=10).to(device)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)


def train():
    net.train()
    for x, y in trainloader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()


def test():
    net.eval()
    hits = 0
    with torch.no_grad():
        for x, y in testloader:
            hits += (net(x.to(device)).argmax(1).cpu() == y).sum().item()
    return hits / len(testset)


best_acc = 0.0
for epoch in range(200):
    train()
    acc = test()
    if acc > best_acc:  # either: leak-checkpoint-on-test
        best_acc = acc  # either: leak-checkpoint-on-test
        torch.save(net.state_dict(), "ckpt.pth")  # either: leak-checkpoint-on-test
print("best test accuracy:", best_acc)
