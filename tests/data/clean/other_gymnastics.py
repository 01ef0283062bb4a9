"""Things that are called step, backward, eval and fit, and have nothing to do with training a network."""

import gymnasium
import numpy as np
import pandas as pd
import torch


class Walker:
    def __init__(self):
        self.position = 0

    def step(self):
        self.position += 1

    def backward(self):
        self.position -= 1

    def fit(self, size):
        return self.position < size


def play(env, policy, episodes):
    for _ in range(episodes):
        state, _ = env.reset(seed=0)
        done = False
        while not done:
            state, reward, done, cut, _ = env.step(policy(torch.as_tensor(state)).argmax().item())


def stroll(walker, options):
    for _ in range(10):
        walker.backward()
        options.step()
        walker.step()


walker = Walker()
for _ in range(3):
    walker.step()
    walker.backward()
print(walker.fit(2), pd.eval("1 + 1"), np.linalg.norm([1.0, 2.0]))
play(gymnasium.make("CartPole-v1"), torch.nn.Linear(4, 2), 1)
