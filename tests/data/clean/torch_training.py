"""A careful training loop: seeded, gradients cleared, modes switched, mixed precision and accumulation."""

import argparse
import random

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def set_seed(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


class Net(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        self.first = nn.Linear(10, width)
        self.norm = nn.BatchNorm1d(width)
        self.drop = nn.Dropout(0.2)
        self.last = nn.Linear(width, 2)

    def forward(self, x):
        return self.last(self.drop(F.relu(self.norm(self.first(x)))))


class Trainer:
    def __init__(self, net, loader, every=4):
        self.net, self.loader, self.every = net, loader, every
        self.optimizer = torch.optim.AdamW(net.parameters())
        self.scheduler = torch.optim.lr_scheduler.StepLR(self.optimizer, 10)
        self.scaler = torch.amp.GradScaler()

    def epoch(self):
        self.net.train()
        for i, (x, y) in enumerate(self.loader):
            with torch.autocast("cpu"):
                loss = F.cross_entropy(self.net(x), y) / self.every
            self.scaler.scale(loss).backward()
            if (i + 1) % self.every == 0:
                self.scaler.unscale_(self.optimizer)
                nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
                self.scaler.step(self.optimizer)
                self.scaler.update()
                self.optimizer.zero_grad(set_to_none=True)
        self.scheduler.step()

    @torch.no_grad()
    def accuracy(self, loader):
        self.net.eval()
        right = sum((self.net(x).argmax(1) == y).sum().item() for x, y in loader)
        return right / len(loader.dataset)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    set_seed(args.seed)
    data = TensorDataset(torch.randn(64, 10), torch.randint(0, 2, (64,)))
    loader = DataLoader(data, batch_size=8, shuffle=True)
    trainer = Trainer(Net(), loader)
    for _ in range(3):
        trainer.epoch()
        print(trainer.accuracy(loader))
    torch.save(trainer.net.state_dict(), "net.pt")
    again = Net()
    again.load_state_dict(torch.load("net.pt", weights_only=True))
    again.eval()
    with torch.inference_mode():
        print(again(torch.ones(1, 10)))


if __name__ == "__main__":
    main()
