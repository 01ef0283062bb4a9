from sklearn.datasets import load_iris
from sklearn.model_selection import StratifiedKFold, permutation_test_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)
folds = StratifiedKFold(5, shuffle=True, random_state=0)
score, others, p = permutation_test_score(make_pipeline(StandardScaler(), SVC()), X, y, cv=folds, random_state=0)
print(score, others.mean(), p)
