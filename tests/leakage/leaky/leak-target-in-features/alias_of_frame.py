import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("iris.csv")
y = df["species_code"]
X = df  # either: leak-target-in-features

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)  # either: leak-target-in-features
tree = DecisionTreeClassifier(random_state=0)
tree.fit(X_train, y_train)
print("accuracy:", tree.score(X_test, y_test))  # 1.0 !
