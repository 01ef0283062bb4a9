"""The training part of one split, the test part of another."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

beans = pd.read_csv("dry_beans.csv")
train, _ = train_test_split(beans, test_size=0.2, random_state=1)
_, test = train_test_split(beans, test_size=0.2, random_state=2)  # expect: leak-train-test-overlap
rf = RandomForestClassifier(random_state=0).fit(train.drop(columns="Class"), train["Class"])
print(rf.score(test.drop(columns="Class"), test["Class"]))
