import torch
import torchvision
import torchvision.transforms as T
from torch import nn, optim

torch.manual_seed(0)
tf = T.Compose([T.ToTensor(), T.Normalize((0.49, 0.48, 0.44), (0.2, 0.2, 0.2))])
trainset = torchvision.datasets.CIFAR10("data", train=True, download=True, transform=tf)
testset = torchvision.datasets.CIFAR10("data", train=False, download=True, transform=tf)
trainloader = torch.utils.data.DataLoader(trainset, batch_size=128, shuffle=True)
testloader = torch.utils.data.DataLoader(testset, batch_size=100)
net = torchvision.models.resnet18(num_classes=10)
crit = nn.CrossEntropyLoss()
opt = optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
best_acc = 0


def train(epoch):
    net.train()
    for x, t in trainloader:
        opt.zero_grad()
        crit(net(x), t).backward()
        opt.step()


def test(epoch):
    global best_acc
    net.eval()
    correct = total = 0
    with torch.no_grad():
        for x, t in testloader:
            out = net(x)
            _, pred = out.max(1)
            total += t.size(0)
            correct += pred.eq(t).sum().item()
    acc = 100.0 * correct / total
    if acc > best_acc:  # expect: leak-checkpoint-on-test
        torch.save(net.state_dict(), "ckpt.pth")
        best_acc = acc


for epoch in range(20):
    train(epoch)
    test(epoch)
