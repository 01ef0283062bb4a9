"""The function form, `scale`, instead of the class."""
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import scale

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(scale(X), y, random_state=0)  # either: leak-preprocess-before-split, leak-global-statistic
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
