from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)

best_score, best_C = 0, None
for C in [0.01, 0.1, 1, 10, 100]:
    svm = SVC(C=C).fit(X_train, y_train)
    score = svm.score(X_test, y_test)  # either: leak-model-selection-on-test
    if score > best_score:  # either: leak-model-selection-on-test
        best_score, best_C = score, C  # either: leak-model-selection-on-test
print(f"best C = {best_C}, test accuracy = {best_score:.3f}")
