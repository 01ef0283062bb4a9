import pandas as pd
from sklearn.feature_selection import RFECV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

cells = pd.read_csv("cells.csv")
labels = cells.pop("malignant")
cells_train, cells_test, labels_train, labels_test = train_test_split(cells, labels, test_size=0.2, random_state=3)
rfecv = RFECV(LogisticRegression(max_iter=2000), step=1, cv=5)
rfecv.fit(cells, labels)  # either: leak-search-on-full-data, leak-train-on-full-data, leak-supervised-selection-before-split
print("score on the test part:", rfecv.score(cells_test, labels_test))
