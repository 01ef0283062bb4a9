"""As in pytorch/examples: the test set is printed after each epoch, the last epoch is saved."""
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def train(model, loader, optimizer):
    model.train()
    for data, target in loader:
        optimizer.zero_grad()
        loss = F.nll_loss(F.log_softmax(model(data), dim=1), target)
        loss.backward()
        optimizer.step()


def test(model, loader):
    model.eval()
    correct = 0
    with torch.no_grad():
        for data, target in loader:
            correct += model(data).argmax(dim=1).eq(target).sum().item()
    print(f"Accuracy: {correct}/{len(loader.dataset)}")


def main():
    torch.manual_seed(1)
    transform = transforms.ToTensor()
    train_loader = DataLoader(datasets.MNIST("../data", True, transform, download=True), batch_size=64, shuffle=True)
    test_loader = DataLoader(datasets.MNIST("../data", False, transform), batch_size=1000)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    optimizer = optim.Adadelta(model.parameters(), lr=1.0)
    for _ in range(14):
        train(model, train_loader, optimizer)
        test(model, test_loader)
    torch.save(model.state_dict(), "mnist.pt")


if __name__ == "__main__":
    main()
