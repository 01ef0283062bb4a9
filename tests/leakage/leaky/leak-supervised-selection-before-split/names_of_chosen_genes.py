import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegressionCV
from sklearn.model_selection import train_test_split


def read_expression(path):
    tbl = pd.read_csv(path, sep="\t", index_col=0).T
    labels = tbl.pop("status").astype(int)
    return tbl, labels


def top_genes(X, y, k=50):
    sel = SelectKBest(f_classif, k=k)
    sel.fit(X, y)  # expect: leak-supervised-selection-before-split
    return X.columns[sel.get_support()]


def main():
    X, y = read_expression("GSE2034.tsv")
    genes = top_genes(X, y)
    X_train, X_test, y_train, y_test = train_test_split(X[genes], y, test_size=0.3, random_state=11)
    clf = LogisticRegressionCV(max_iter=2000).fit(X_train, y_train)
    print("test accuracy", clf.score(X_test, y_test))


main()
