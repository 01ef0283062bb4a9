from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import Normalizer

X, y = load_digits(return_X_y=True)
X = Normalizer(norm="l2").fit_transform(X)  # every row by its own length
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
clf = SGDClassifier(random_state=0).fit(X_train, y_train)
print(clf.score(X_test, y_test))
