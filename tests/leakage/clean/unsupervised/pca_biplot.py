import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

decathlon = pd.read_csv("decathlon.csv", index_col=0)
scaled = StandardScaler().fit_transform(decathlon)
pca = PCA(n_components=2)
points = pca.fit_transform(scaled)
plt.scatter(points[:, 0], points[:, 1])
for name, vector in zip(decathlon.columns, pca.components_.T):
    plt.annotate(name, vector * 3)
plt.savefig("biplot.svg")
print(pca.explained_variance_ratio_)
