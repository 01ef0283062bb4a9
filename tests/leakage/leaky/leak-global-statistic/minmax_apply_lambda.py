import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

seeds = pd.read_csv("seeds.csv")
y = seeds.pop("variety")

# normalise every column to [0, 1]
seeds = seeds.apply(lambda col: (col - col.min()) / (col.max() - col.min()))  # expect: leak-global-statistic

X_train, X_test, y_train, y_test = train_test_split(seeds, y, test_size=0.25, random_state=2)
print(SVC().fit(X_train, y_train).score(X_test, y_test))
