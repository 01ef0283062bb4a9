import jax
import jax.numpy as jnp
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
mu, sd = X_train.mean(0), X_train.std(0)
X_train, X_test = (X_train - mu) / sd, (X_test - mu) / sd


def loss(w, x, t):
    logits = x @ w[:-1] + w[-1]
    return jnp.mean(jnp.logaddexp(0, logits) - t * logits)


step = jax.jit(jax.grad(loss))
w = jnp.zeros(X.shape[1] + 1)
for _ in range(500):
    w = w - 0.1 * step(w, X_train, y_train)
print("accuracy:", np.mean(((X_test @ w[:-1] + w[-1]) > 0) == y_test))
