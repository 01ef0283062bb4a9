"""The same kind of module, where "validation" is the test part and the scaler has seen everything."""
from __future__ import annotations

import copy

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def to_dataset(X, y):
    return TensorDataset(torch.as_tensor(X, dtype=torch.float32), torch.as_tensor(y, dtype=torch.float32))


def load(path, target, seed):
    frame = pd.read_csv(path)
    y = frame.pop(target).to_numpy()
    X = StandardScaler().fit_transform(frame)  # expect: leak-preprocess-before-split
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
    return to_dataset(X_train, y_train), to_dataset(X_test, y_test), X.shape[1]


class Trainer:
    def __init__(self, model, lr):
        self.model = model
        self.optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        self.best = np.inf
        self.best_state = None

    def train_epoch(self, loader):
        self.model.train()
        for x, y in loader:
            self.optimizer.zero_grad()
            loss = nn.functional.l1_loss(self.model(x).squeeze(-1), y)
            loss.backward()
            self.optimizer.step()

    @torch.no_grad()
    def evaluate(self, loader):
        self.model.eval()
        outputs, truth = [], []
        for x, y in loader:
            outputs.append(self.model(x).squeeze(-1))
            truth.append(y)
        return mean_absolute_error(torch.cat(truth), torch.cat(outputs))

    def fit(self, train_loader, test_loader, epochs):
        for _ in range(epochs):
            self.train_epoch(train_loader)
            mae = self.evaluate(test_loader)
            if mae < self.best:  # either: leak-checkpoint-on-test
                self.best = mae  # either: leak-checkpoint-on-test
                self.best_state = copy.deepcopy(self.model.state_dict())  # either: leak-checkpoint-on-test
        self.model.load_state_dict(self.best_state)


def main():
    torch.manual_seed(0)
    train_set, test_set, width = load("abalone_numeric.csv", "rings", seed=0)
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=256)
    net = nn.Sequential(nn.Linear(width, 64), nn.ReLU(), nn.Dropout(0.1), nn.Linear(64, 1))
    trainer = Trainer(net, lr=1e-3)
    trainer.fit(train_loader, test_loader, epochs=100)
    print("test MAE:", trainer.evaluate(test_loader))


if __name__ == "__main__":
    main()
