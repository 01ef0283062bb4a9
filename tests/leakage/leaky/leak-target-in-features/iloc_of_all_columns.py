import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

data = pd.read_csv("ionosphere.csv")
X = data.iloc[:, :]  # either: leak-target-in-features
y = data["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)  # either: leak-target-in-features
print(SVC().fit(X_train, y_train).score(X_test, y_test))
