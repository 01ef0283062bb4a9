import jax, jax.numpy as jnp, optax
import numpy as np
import flax.linen as nn
from flax.training import train_state

data = np.load("x.npz")
X, y = data["X"], data["y"]
perm = np.random.default_rng(0).permutation(len(X))
n = int(0.8 * len(X))
X_train, X_test = X[perm[:n]], X[perm[n:]]
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train, X_test = (X_train - mean) / std, (X_test - mean) / std
y_train, y_test = y[perm[:n]], y[perm[n:]]
class MLP(nn.Module):
    @nn.compact
    def __call__(self, x):
        return nn.Dense(1)(nn.relu(nn.Dense(64)(x)))[:, 0]
model = MLP()
params = model.init(jax.random.PRNGKey(0), X_train[:1])
tx = optax.adam(1e-3)
state = train_state.TrainState.create(apply_fn=model.apply, params=params, tx=tx)
@jax.jit
def step(state, x, y):
    def loss(p):
        return jnp.mean((state.apply_fn(p, x) - y) ** 2)
    return state.apply_gradients(grads=jax.grad(loss)(state.params))
for _ in range(100):
    state = step(state, X_train, y_train)
print(jnp.mean((model.apply(state.params, X_test) - y_test) ** 2))
