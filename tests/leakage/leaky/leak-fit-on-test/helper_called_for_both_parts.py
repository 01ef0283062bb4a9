import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

pca = PCA(n_components=10, random_state=0)


def reduce_dimensions(matrix: np.ndarray) -> np.ndarray:
    return pca.fit_transform(matrix)  # expect: leak-fit-on-test


X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
Z_train = reduce_dimensions(X_train)
Z_test = reduce_dimensions(X_test)
svc = SVC().fit(Z_train, y_train)
print(accuracy_score(y_test, svc.predict(Z_test)))
