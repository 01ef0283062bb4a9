# Expression data: predict the tissue. The split is a boolean mask.
import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import balanced_accuracy_score

expr = pd.read_csv("gtex_subset.tsv", sep="\t", index_col=0)
tissue = expr.pop("tissue").to_numpy()

Z = TruncatedSVD(n_components=50, random_state=0).fit_transform(expr.to_numpy())  # expect: leak-preprocess-before-split

rng = np.random.default_rng(0)
is_train = rng.random(len(Z)) < 0.8

forest = ExtraTreesClassifier(n_estimators=500, random_state=0)
forest.fit(Z[is_train], tissue[is_train])
predicted = forest.predict(Z[~is_train])
print(balanced_accuracy_score(tissue[~is_train], predicted))
