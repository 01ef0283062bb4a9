from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

learn = StandardScaler().fit_transform
X, y = load_iris(return_X_y=True)
try:
    X = learn(X)  # expect: leak-preprocess-before-split
except ValueError as problem:
    raise SystemExit(f"cannot scale: {problem}") from problem
*inputs, y_train, y_test = train_test_split(X, y, random_state=0)
X_train, X_test = inputs
print((clf := KNeighborsClassifier().fit(X_train, y_train)).score(X_test, y_test))
