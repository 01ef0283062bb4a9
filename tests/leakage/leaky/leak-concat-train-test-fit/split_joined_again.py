"""Split, join again for the preprocessing, part again."""
import numpy as np
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)

both = np.vstack([X_train, X_test])
pca = PCA(n_components=5, random_state=1).fit(both)  # either: leak-concat-train-test-fit, leak-preprocess-before-split
clf = KNeighborsClassifier(5)
clf.fit(pca.transform(X_train), y_train)
print(clf.score(pca.transform(X_test), y_test))
