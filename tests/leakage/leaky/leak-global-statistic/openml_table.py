from sklearn.datasets import fetch_openml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X, y = fetch_openml("titanic", version=1, as_frame=True, return_X_y=True)
X = X[["age", "fare", "pclass"]]
X = X.fillna(X.median())  # expect: leak-global-statistic
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=8)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
