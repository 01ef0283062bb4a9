"""`X_train` is everything, and `X_valid` is what is reported."""
from sklearn.datasets import load_diabetes
from sklearn.linear_model import BayesianRidge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PowerTransformer

X_train, y_train = load_diabetes(return_X_y=True)
test = PowerTransformer()
X_train = test.fit_transform(X_train)  # expect: leak-preprocess-before-split
train, X_valid, model, y_valid = train_test_split(X_train, y_train, random_state=1)
split = BayesianRidge().fit(train, model)
print(mean_squared_error(y_valid, split.predict(X_valid)))
