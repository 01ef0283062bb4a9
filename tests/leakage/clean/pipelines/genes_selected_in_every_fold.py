import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold


def read_expression(path):
    tbl = pd.read_csv(path, sep="\t", index_col=0).T
    return tbl, tbl.pop("status").astype(int)


X, y = read_expression("GSE2034.tsv")
accs = []
for tr, te in StratifiedKFold(10, shuffle=True, random_state=11).split(X, y):
    sel = SelectKBest(f_classif, k=50).fit(X.iloc[tr], y.iloc[tr])
    genes = X.columns[sel.get_support()]
    clf = LogisticRegression(max_iter=2000).fit(X.iloc[tr][genes], y.iloc[tr])
    accs.append(accuracy_score(y.iloc[te], clf.predict(X.iloc[te][genes])))
print(sum(accs) / len(accs))
