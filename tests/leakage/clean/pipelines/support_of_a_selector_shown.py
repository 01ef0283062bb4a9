"""Which columns a selector chooses is printed; another one, fitted on the training rows, decides."""
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X = pd.read_csv("genes.tsv", sep="\t", index_col=0).T
y = X.pop("status").astype(int)
shown = SelectKBest(f_classif, k=20).fit(X, y)
print("of all rows:", list(X.columns[shown.get_support()]))

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=11)
chosen = SelectKBest(f_classif, k=50).fit(X_train, y_train)
genes = X_train.columns[chosen.get_support()]
clf = LogisticRegression(max_iter=2000).fit(X_train[genes], y_train)
print("test accuracy", clf.score(X_test[genes], y_test))
