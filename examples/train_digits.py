"""Trains a small network on the handwritten digits that come with scikit-learn; keeps the best checkpoint."""

from pathlib import Path

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

CHECKPOINT = Path("digits.pt")
EPOCHS = 10


class DigitNet(nn.Module):
    def __init__(self, hidden=128, dropout=0.3):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(64, hidden),
            nn.BatchNorm1d(hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, 10),
        )

    def forward(self, x):
        return self.layers(x)


def make_loaders(batch_size=64):
    digits = load_digits()
    images = torch.tensor(digits.data, dtype=torch.float32) / 16
    labels = torch.tensor(digits.target)
    train, valid = random_split(TensorDataset(images, labels), [0.8, 0.2])
    return DataLoader(train, batch_size=batch_size, shuffle=True), DataLoader(valid, batch_size=batch_size)


def train_epoch(model, loader, optimizer, loss_fn):
    total = 0.0
    for images, labels in loader:
        loss = loss_fn(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def accuracy(model, loader):
    correct = 0
    with torch.no_grad():
        for images, labels in loader:
            correct += (model(images).argmax(dim=1) == labels).sum().item()
    return correct / len(loader.dataset)


def main():
    train_loader, valid_loader = make_loaders()
    model = DigitNet()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss_fn = nn.CrossEntropyLoss()

    if CHECKPOINT.exists():
        model.load_state_dict(torch.load(CHECKPOINT, weights_only=False))
        print(f"continuing from {CHECKPOINT}")

    best = 0.0
    for epoch in range(EPOCHS):
        loss = train_epoch(model, train_loader, optimizer, loss_fn)
        score = accuracy(model, valid_loader)
        print(f"epoch {epoch + 1:2d}  loss {loss:.3f}  accuracy {score:.3f}")
        if score > best:
            best = score
            torch.save(model.state_dict(), CHECKPOINT)


if __name__ == "__main__":
    main()
