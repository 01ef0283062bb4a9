from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
pipe = make_pipeline(StandardScaler(), SVC())
gs = GridSearchCV(pipe, {"svc__C": [0.1, 1, 10]}, cv=5)
gs.fit(X, y)  # expect: leak-search-on-full-data

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
print("test accuracy:", gs.score(X_test, y_test))
