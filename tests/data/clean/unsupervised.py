"""Clusters and pictures: there is no test set, so nothing can leak into it."""

from sklearn.cluster import KMeans
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.preprocessing import StandardScaler

X, y = load_iris(return_X_y=True)
X = StandardScaler().fit_transform(X)
flat = PCA(n_components=2, random_state=0).fit_transform(X)
clusters = KMeans(3, random_state=0).fit_predict(flat)
print(silhouette_score(flat, clusters), adjusted_rand_score(y, clusters))
strange = IsolationForest(random_state=0).fit(X).predict(X)
print((strange < 0).sum())
