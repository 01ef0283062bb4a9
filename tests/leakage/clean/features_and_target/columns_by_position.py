import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.naive_bayes import GaussianNB

sonar = pd.read_csv("sonar.csv", header=None)
X, y = sonar.iloc[:, :-1], sonar.iloc[:, -1]
print(cross_val_score(GaussianNB(), X, y, cv=10).mean())

glass = pd.read_csv("glass.csv")
print(cross_val_score(GaussianNB(), glass.loc[:, "RI":"Fe"], glass["Type"], cv=5).mean())
