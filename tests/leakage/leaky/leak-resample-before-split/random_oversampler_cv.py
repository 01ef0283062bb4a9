import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

stroke = pd.read_csv("stroke_numeric.csv")
features, label = stroke.drop(columns="stroke"), stroke["stroke"]

ros = RandomOverSampler(random_state=0)
features, label = ros.fit_resample(features, label)  # expect: leak-resample-before-split

tree = DecisionTreeClassifier(random_state=0)
scores = cross_val_score(tree, features, label, cv=5, scoring="f1")
print("F1 %.3f" % scores.mean())
