from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score

iris = load_iris()
model = RandomForestClassifier(random_state=0)
model.fit(iris.data, iris.target)
print("Accuracy:", accuracy_score(iris.target, model.predict(iris.data)))  # expect: leak-eval-on-train
