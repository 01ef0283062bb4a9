"""The test set is clean here, but every fold of the search holds synthetic neighbours of the others."""
from imblearn.over_sampling import SMOTE
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split

X, y = make_classification(n_samples=5000, weights=[0.97], random_state=0)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)

X_bal, y_bal = SMOTE(random_state=0).fit_resample(X_train, y_train)  # expect: leak-resample-before-split

grid = GridSearchCV(LogisticRegression(max_iter=1000), {"C": [0.01, 0.1, 1, 10]}, scoring="f1", cv=5)
grid.fit(X_bal, y_bal)
print("best C:", grid.best_params_["C"])
print("test F1:", grid.score(X_test, y_test))
