"""Two calls with one seed part both arrays alike."""
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

SEED = 2
X, y = np.load("X.npy"), np.load("y.npy")
X_train, X_test = train_test_split(X, test_size=0.25, random_state=SEED)
y_train, y_test = train_test_split(y, test_size=0.25, random_state=SEED)
print(RandomForestClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
