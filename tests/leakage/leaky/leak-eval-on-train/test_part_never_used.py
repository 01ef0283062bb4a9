import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

mush = pd.read_csv("mushrooms_encoded.csv")
X_train, X_test, y_train, y_test = train_test_split(
    mush.drop(columns="class"), mush["class"], test_size=0.2, random_state=0
)
tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
predictions = tree.predict(X_train)
print("F1 =", f1_score(y_train, predictions))  # expect: leak-eval-on-train
