import copy

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(3)
blob = torch.load("tensors.pt", weights_only=True)
data = TensorDataset(blob["inputs"], blob["targets"])
train_part, test_part = random_split(data, [0.8, 0.2], generator=torch.Generator().manual_seed(3))
train_loader = DataLoader(train_part, batch_size=32, shuffle=True)
test_loader = DataLoader(test_part, batch_size=256)

model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 1))
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
mse = nn.MSELoss()
lowest, winner = float("inf"), None

for epoch in range(100):
    for xb, yb in train_loader:
        opt.zero_grad()
        mse(model(xb), yb).backward()
        opt.step()

    total = 0.0
    with torch.no_grad():
        for xb, yb in test_loader:
            total += mse(model(xb), yb).item() * len(xb)
    total /= len(test_part)
    if total < lowest:  # either: leak-checkpoint-on-test
        lowest = total  # either: leak-checkpoint-on-test
        winner = copy.deepcopy(model.state_dict())  # either: leak-checkpoint-on-test

model.load_state_dict(winner)
print("test MSE of the best epoch:", lowest)
