import numpy as np
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PowerTransformer
from sklearn.svm import SVC


def gaussianise(matrix):
    return PowerTransformer().fit_transform(matrix)  # expect: leak-preprocess-before-split


def make_features(matrix):
    matrix = np.nan_to_num(matrix)
    return gaussianise(matrix)


def get_dataset(seed):
    bunch = load_wine()
    feats = make_features(bunch.data)
    return train_test_split(feats, bunch.target, test_size=0.33, random_state=seed)


def evaluate(seed=0):
    X_train, X_test, y_train, y_test = get_dataset(seed)
    return SVC().fit(X_train, y_train).score(X_test, y_test)


print(evaluate())
