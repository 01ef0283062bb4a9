# %%
import pandas as pd, numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder
# %%
train_df = pd.read_csv("../input/titanic/train.csv")
test_df = pd.read_csv("../input/titanic/test.csv")
full = [train_df, test_df]
print(train_df.Age.mean(), test_df.Age.mean())
for d in full:
    d["FamilySize"] = d["SibSp"] + d["Parch"] + 1
    d["Title"] = d.Name.str.extract(r" ([A-Za-z]+)\.", expand=False)
    d["Title"] = d["Title"].replace(["Lady", "Countess"], "Rare")
    d["Sex"] = d["Sex"].map({"female": 1, "male": 0})
# %%
med = train_df["Fare"].median()
test_df["Fare"] = test_df["Fare"].fillna(med)
prep = make_column_transformer((SimpleImputer(), ["Age"]), (OneHotEncoder(handle_unknown="ignore"), ["Title", "Embarked"]), remainder="drop")
clf = make_pipeline(prep, RandomForestClassifier(400, random_state=1))
# %%
y = train_df["Survived"]
print(cross_val_score(clf, train_df, y, cv=StratifiedKFold(5, shuffle=True, random_state=1)).mean())
clf.fit(train_df, y)
print("training accuracy, to see how far it overfits:", clf.score(train_df, y))
pd.DataFrame({"PassengerId": test_df.PassengerId, "Survived": clf.predict(test_df)}).to_csv("submission.csv", index=False)
