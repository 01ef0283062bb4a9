import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("communities.csv")

# keep what is correlated with the crime rate
corr = df.corr()["ViolentCrimesPerPop"].abs()  # either: leak-supervised-selection-before-split
top = corr[corr > 0.3].index.drop("ViolentCrimesPerPop")  # either: leak-supervised-selection-before-split
X = df[top]  # either: leak-supervised-selection-before-split
y = df["ViolentCrimesPerPop"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
ridge = Ridge().fit(X_train, y_train)
print(mean_squared_error(y_test, ridge.predict(X_test)))
