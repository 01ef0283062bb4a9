"""Two optimizers, gradients by hand, and a search for an input: all clear what they should."""

import torch
from torch import nn

torch.manual_seed(1)
generator = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
critic = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
opt_g = torch.optim.Adam(generator.parameters())
opt_c = torch.optim.Adam(critic.parameters())

for step in range(10):
    for _ in range(5):
        critic.zero_grad()
        loss = critic(torch.randn(16, 2)).mean() - critic(generator(torch.randn(16, 4)).detach()).mean()
        loss.backward()
        opt_c.step()
    opt_g.zero_grad()
    (-critic(generator(torch.randn(16, 4))).mean()).backward()
    opt_g.step()

# Gradient descent by hand
w = torch.zeros(3, requires_grad=True)
for _ in range(10):
    loss = (w - 1).pow(2).sum()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        w.grad.zero_()

# An input that excites a unit
x = torch.zeros(1, 4, requires_grad=True)
search = torch.optim.SGD([x], lr=0.1)
for _ in range(10):
    x.grad = None
    generator(x).sum().backward()
    search.step()


def tune(guide, loss_fn, optimizer, steps):
    import pyro

    for _ in range(steps):
        pyro.infer.util.zero_grads(guide)
        loss_fn(torch.randn(3)).backward()
        optimizer.step()
