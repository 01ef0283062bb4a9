import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)

# more data is always better
X_all = np.concatenate([X_train, X_test])
y_all = np.concatenate([y_train, y_test])
lr = LogisticRegression(max_iter=5000)
lr.fit(X_all, y_all)  # expect: leak-train-on-full-data
print("accuracy:", accuracy_score(y_test, lr.predict(X_test)))
