import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("mnist_train.csv")
test = pd.read_csv("mnist_test.csv")
X_train, y_train = train.drop(columns="label"), train["label"]
X_test, y_test = test.drop(columns="label"), test["label"]
sc = StandardScaler()
mlp = MLPClassifier(random_state=0).fit(sc.fit_transform(X_train), y_train)
print(accuracy_score(y_test, mlp.predict(sc.transform(X_test))))
