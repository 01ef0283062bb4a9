"""A train of carriages and a test mass; no model anywhere."""
import numpy as np
import pandas as pd
import torch

train = pd.DataFrame({"mass": [40.0, 38.5, 41.2], "speed": [12.0, 12.0, 12.0]})
test = pd.DataFrame({"mass": [1.0], "speed": [0.0]})
total = pd.concat([train, test])
centre = (total["mass"] * np.arange(len(total))).sum() / total["mass"].sum()
total["relative"] = total["mass"] - total["mass"].mean()
energy = torch.tensor((0.5 * total["mass"] * total["speed"] ** 2).to_numpy())
print(centre, energy.sum().item(), total)
