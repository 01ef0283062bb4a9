import pandas as pd
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

genes = pd.read_csv("colon.csv")
X, y = genes.drop(columns="tumour"), genes["tumour"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)

corr = X_tr.corrwith(y_tr).abs()
candidates = corr[corr > 0.2].index
kbest = SelectKBest(mutual_info_classif, k=30).fit(X_tr[candidates], y_tr)
clf = LogisticRegression(max_iter=1000).fit(kbest.transform(X_tr[candidates]), y_tr)
print(clf.score(kbest.transform(X_te[candidates]), y_te))
