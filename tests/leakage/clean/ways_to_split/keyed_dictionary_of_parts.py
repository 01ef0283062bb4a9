import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split

frame = pd.read_csv("bodyfat.csv")
parts = dict(zip(("train", "test"), train_test_split(frame, test_size=0.3, random_state=0)))
X = {name: part.drop(columns="fat") for name, part in parts.items()}
y = {name: part["fat"] for name, part in parts.items()}
imputer = SimpleImputer().fit(X["train"])
model = Lasso(alpha=0.1).fit(imputer.transform(X["train"]), y["train"])
for name in parts:
    print(name, model.score(imputer.transform(X[name]), y[name]))
