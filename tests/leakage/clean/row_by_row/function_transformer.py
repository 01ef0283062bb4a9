import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import FunctionTransformer

X, y = fetch_california_housing(return_X_y=True)
X = FunctionTransformer(np.log1p, validate=True).fit_transform(np.abs(X))
print(cross_val_score(Ridge(), X, y, cv=5).mean())
