import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

zoo = pd.read_csv("zoo.csv")
target = zoo["class_type"]
inputs = zoo.copy().drop("animal_name", axis=1)  # either: leak-target-in-features

scores = cross_val_score(KNeighborsClassifier(3), inputs, target, cv=5)  # either: leak-target-in-features
print(scores.mean())
