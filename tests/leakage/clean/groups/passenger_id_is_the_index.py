import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score

titanic = pd.read_csv("train.csv", index_col="PassengerId")
X = titanic[["Pclass", "SibSp", "Parch", "Fare"]]
folds = StratifiedKFold(5, shuffle=True, random_state=1)
print(cross_val_score(LogisticRegression(max_iter=500), X, titanic["Survived"], cv=folds).mean())
