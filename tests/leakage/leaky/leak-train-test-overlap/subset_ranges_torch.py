import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, transforms

torch.manual_seed(0)
full = datasets.FashionMNIST("data", train=True, download=True, transform=transforms.ToTensor())
train_set = Subset(full, range(0, 55_000))
test_set = Subset(full, range(50_000, 60_000))  # either: leak-train-test-overlap

net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
criterion = nn.CrossEntropyLoss()
for epoch in range(5):
    for images, labels in DataLoader(train_set, batch_size=64, shuffle=True):
        optimizer.zero_grad()
        criterion(net(images), labels).backward()
        optimizer.step()

correct = 0
with torch.no_grad():
    for images, labels in DataLoader(test_set, batch_size=256):
        correct += (net(images).argmax(1) == labels).sum().item()  # either: leak-train-test-overlap
print("accuracy", correct / len(test_set))
