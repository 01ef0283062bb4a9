from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import Binarizer, PolynomialFeatures

X, y = load_diabetes(return_X_y=True)
X = PolynomialFeatures(degree=2, include_bias=False).fit_transform(X)
flags = Binarizer(threshold=0.0).fit_transform(X)
X_train, X_test, f_train, f_test, y_train, y_test = train_test_split(X, flags, y, random_state=0)
print(Lasso(alpha=0.01, max_iter=50_000).fit(X_train, y_train).score(X_test, y_test))
print("share of positive entries:", f_train.mean())
