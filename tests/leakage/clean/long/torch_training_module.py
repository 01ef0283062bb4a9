"""Training of a tabular network: train, validation and test parts, early stopping on the validation part."""
from __future__ import annotations

import argparse
import copy
import random
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, Dataset


def seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


class Table(Dataset):
    def __init__(self, X: np.ndarray, y: np.ndarray):
        self.X = torch.as_tensor(X, dtype=torch.float32)
        self.y = torch.as_tensor(y, dtype=torch.float32)

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, index):
        return self.X[index], self.y[index]


class Network(nn.Module):
    def __init__(self, n_inputs: int, width: int, dropout: float):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(n_inputs, width), nn.ReLU(), nn.Dropout(dropout), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 1)
        )

    def forward(self, x):
        return self.layers(x).squeeze(-1)


@dataclass
class Data:
    train: Table
    valid: Table
    test: Table
    n_inputs: int


def load(path: str, target: str, seed: int) -> Data:
    frame = pd.read_csv(path)
    y = frame.pop(target).to_numpy()
    X = frame.to_numpy(dtype=float)
    X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.15, random_state=seed)
    X_train, X_valid, y_train, y_valid = train_test_split(X_rest, y_rest, test_size=0.15, random_state=seed)
    scaler = StandardScaler().fit(X_train)
    tables = [
        Table(scaler.transform(part), labels)
        for part, labels in ((X_train, y_train), (X_valid, y_valid), (X_test, y_test))
    ]
    return Data(*tables, n_inputs=X.shape[1])


class EarlyStopping:
    def __init__(self, patience: int):
        self.patience = patience
        self.best = float("inf")
        self.bad = 0
        self.state = None

    def update(self, value: float, model: nn.Module) -> bool:
        if value < self.best:
            self.best, self.bad = value, 0
            self.state = copy.deepcopy(model.state_dict())
        else:
            self.bad += 1
        return self.bad >= self.patience


class Trainer:
    def __init__(self, model, lr: float, patience: int, device: str):
        self.model = model.to(device)
        self.device = device
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
        self.loss = nn.L1Loss()
        self.stopping = EarlyStopping(patience)

    def train_epoch(self, loader) -> float:
        self.model.train()
        total = 0.0
        for x, y in loader:
            x, y = x.to(self.device), y.to(self.device)
            self.optimizer.zero_grad()
            loss = self.loss(self.model(x), y)
            loss.backward()
            self.optimizer.step()
            total += loss.item() * len(y)
        return total / len(loader.dataset)

    @torch.no_grad()
    def predict(self, loader) -> tuple[np.ndarray, np.ndarray]:
        self.model.eval()
        predicted, true = [], []
        for x, y in loader:
            predicted.append(self.model(x.to(self.device)).cpu())
            true.append(y)
        return torch.cat(predicted).numpy(), torch.cat(true).numpy()

    def evaluate(self, loader) -> float:
        predicted, true = self.predict(loader)
        return mean_absolute_error(true, predicted)

    def fit(self, train_loader, valid_loader, epochs: int) -> None:
        for epoch in range(epochs):
            train_loss = self.train_epoch(train_loader)
            valid_loss = self.evaluate(valid_loader)
            print(f"{epoch:3d}  train {train_loss:.4f}  valid {valid_loss:.4f}")
            if self.stopping.update(valid_loss, self.model):
                break
        self.model.load_state_dict(self.stopping.state)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("csv")
    parser.add_argument("--target", default="y")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=200)
    args = parser.parse_args()

    seed_everything(args.seed)
    data = load(args.csv, args.target, args.seed)
    trainer = Trainer(Network(data.n_inputs, 128, 0.1), lr=1e-3, patience=15, device="cpu")
    trainer.fit(DataLoader(data.train, batch_size=64, shuffle=True), DataLoader(data.valid, batch_size=512), args.epochs)
    print("test MAE:", trainer.evaluate(DataLoader(data.test, batch_size=512)))
    torch.save(trainer.model.state_dict(), "network.pt")


if __name__ == "__main__":
    main()
