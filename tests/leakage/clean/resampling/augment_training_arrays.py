import numpy as np
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
rng = np.random.default_rng(0)
noisy = np.repeat(X_train, 4, axis=0)
noisy = noisy + rng.normal(0, 0.5, noisy.shape)
X_aug = np.vstack([X_train, noisy])
y_aug = np.concatenate([y_train, np.repeat(y_train, 4)])
print(KNeighborsClassifier(3).fit(X_aug, y_aug).score(X_test, y_test))
