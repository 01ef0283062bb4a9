import gymnasium as gym
import numpy as np
from sklearn.kernel_approximation import RBFSampler
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(0)
env = gym.make("MountainCar-v0")
env.observation_space.seed(0)
samples = np.array([env.observation_space.sample() for _ in range(10_000)])
scaler = StandardScaler().fit(samples)
rbf = RBFSampler(n_components=100, random_state=0).fit(scaler.transform(samples))
weights = np.zeros((3, 100))
for episode in range(200):
    state, _ = env.reset(seed=episode)
    done = False
    while not done:
        phi = rbf.transform(scaler.transform([state]))[0]
        action = int(np.argmax(weights @ phi)) if rng.random() > 0.1 else int(rng.integers(3))
        state, reward, ended, cut, _ = env.step(action)
        nxt = rbf.transform(scaler.transform([state]))[0]
        goal = reward if ended else reward + 0.99 * np.max(weights @ nxt)
        weights[action] += 0.01 * (goal - weights[action] @ phi) * phi
        done = ended or cut
