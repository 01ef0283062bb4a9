from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
tree = DecisionTreeClassifier(max_depth=4, random_state=0).fit(X_train, y_train)
print("train:", accuracy_score(y_train, tree.predict(X_train)))
print("test: ", accuracy_score(y_test, tree.predict(X_test)))
