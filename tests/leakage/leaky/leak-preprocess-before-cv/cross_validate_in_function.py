import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet, Lasso, Ridge
from sklearn.model_selection import KFold, cross_validate
from sklearn.preprocessing import PowerTransformer

MODELS = {"ridge": Ridge(), "lasso": Lasso(alpha=0.1), "enet": ElasticNet(alpha=0.1)}


def preprocess(X):
    pt = PowerTransformer()
    return pt.fit_transform(X)  # expect: leak-preprocess-before-cv


def benchmark(X, y, seed=0):
    folds = KFold(n_splits=5, shuffle=True, random_state=seed)
    table = {}
    for name, model in MODELS.items():
        result = cross_validate(model, X, y, cv=folds, scoring=["r2", "neg_mean_absolute_error"])
        table[name] = np.mean(result["test_r2"])
    return table


if __name__ == "__main__":
    X, y = load_diabetes(return_X_y=True)
    X = preprocess(X)
    for name, r2 in benchmark(X, y).items():
        print(name, round(r2, 3))
