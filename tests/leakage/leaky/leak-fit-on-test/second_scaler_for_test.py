"""A new scaler of the same kind for the test rows: the numbers no longer mean the same."""
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler

X, y = load_iris(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)

train_scaled = MinMaxScaler().fit_transform(X_train)
test_scaled = MinMaxScaler().fit_transform(X_test)  # expect: leak-fit-on-test

model = KNeighborsClassifier(n_neighbors=3)
model.fit(train_scaled, y_train)
print(f"{model.score(test_scaled, y_test):.1%}")
