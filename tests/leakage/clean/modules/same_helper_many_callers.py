"""One helper scales for a picture (all rows) and for the model (training rows): two calls, two meanings."""
import matplotlib.pyplot as plt
from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def scaled(X, scaler=None):
    scaler = scaler or StandardScaler().fit(X)
    return scaler.transform(X), scaler


X, y = load_breast_cancer(return_X_y=True)
picture = PCA(2, random_state=0).fit_transform(scaled(X)[0])
plt.scatter(*picture.T, c=y)
plt.savefig("picture.png")

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train, scaler = scaled(X_train)
X_test, _ = scaled(X_test, scaler)
print(LogisticRegression(max_iter=500).fit(X_train, y_train).score(X_test, y_test))
