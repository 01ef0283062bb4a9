import pandas as pd
from sklearn.feature_selection import mutual_info_classif
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

mushrooms = pd.read_csv("mushrooms_encoded.csv")
target = mushrooms["poisonous"]
inputs = mushrooms.drop(columns=["poisonous"])

mi = mutual_info_classif(inputs, target, random_state=0)  # either: leak-supervised-selection-before-split
ranking = pd.Series(mi, index=inputs.columns).sort_values(ascending=False)
best_columns = ranking.head(8).index.tolist()
inputs = inputs[best_columns]  # either: leak-supervised-selection-before-split

x_train, x_test, y_train, y_test = train_test_split(inputs, target, test_size=0.2, random_state=0)
tree = DecisionTreeClassifier(max_depth=4, random_state=0).fit(x_train, y_train)
print(tree.score(x_test, y_test))
