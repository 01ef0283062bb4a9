"""Another transform for the test images: a second data set, and the same indices."""
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, random_split
from torchvision import datasets, transforms

torch.manual_seed(0)
augmented = datasets.ImageFolder("birds", transform=transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()]))
plain = datasets.ImageFolder("birds", transform=transforms.ToTensor())
train, test = random_split(augmented, [0.9, 0.1], generator=torch.Generator().manual_seed(3))
test = Subset(plain, test.indices)
net = nn.Sequential(nn.Flatten(), nn.Linear(3 * 64 * 64, 20))
opt = torch.optim.Adam(net.parameters())
loss = nn.CrossEntropyLoss()
for images, labels in DataLoader(train, batch_size=64, shuffle=True):
    opt.zero_grad()
    loss(net(images), labels).backward()
    opt.step()
right = 0
with torch.no_grad():
    for images, labels in DataLoader(test, batch_size=256):
        right += (net(images).argmax(1) == labels).sum().item()
print(right / len(test))
