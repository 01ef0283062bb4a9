"""Matrix factorisation by hand; ratings of MovieLens."""
import argparse

import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--ratings", default="ratings.csv")
    p.add_argument("--dim", type=int, default=32)
    p.add_argument("--epochs", type=int, default=20)
    return p.parse_args()


class MF(nn.Module):
    def __init__(self, users, items, dim):
        super().__init__()
        self.u, self.i = nn.Embedding(users, dim), nn.Embedding(items, dim)
        self.drop = nn.Dropout(0.2)

    def forward(self, u, i):
        return (self.drop(self.u(u)) * self.i(i)).sum(1)


def main():
    args = parse()
    torch.manual_seed(0)
    df = pd.read_csv(args.ratings)
    df["u"] = df.userId.astype("category").cat.codes
    df["i"] = df.movieId.astype("category").cat.codes
    df["r"] = df.rating - df.groupby("movieId").rating.transform("mean")  # either: leak-target-encoding, leak-global-statistic
    ds = TensorDataset(torch.tensor(df.u.values), torch.tensor(df.i.values), torch.tensor(df.r.values).float())
    n = int(0.9 * len(ds))
    train, test = random_split(ds, [n, len(ds) - n], torch.Generator().manual_seed(1))
    model = MF(df.u.max() + 1, df.i.max() + 1, args.dim)
    opt = torch.optim.Adam(model.parameters(), lr=1e-2)
    best = float("inf")
    for epoch in range(args.epochs):
        model.train()
        for u, i, r in DataLoader(train, 4096, shuffle=True):
            opt.zero_grad()
            loss = ((model(u.long(), i.long()) - r) ** 2).mean()
            loss.backward()
            opt.step()
        model.eval()
        with torch.no_grad():
            errs = [((model(u.long(), i.long()) - r) ** 2).mean().item() for u, i, r in DataLoader(test, 4096)]
        rmse = np.sqrt(np.mean(errs))
        if rmse < best:  # expect: leak-checkpoint-on-test
            best = rmse
            torch.save(model.state_dict(), "best.pt")
    print(f"test RMSE {best:.4f}")


main()
