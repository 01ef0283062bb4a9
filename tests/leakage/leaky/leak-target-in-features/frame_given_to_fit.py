from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
import pandas as pd

wine = pd.read_csv("winequality.csv")
train, test = train_test_split(wine, test_size=0.2, random_state=21)

model = RandomForestClassifier(n_estimators=100, random_state=21)
model.fit(train, train["quality"])  # expect: leak-target-in-features
print(model.score(test, test["quality"]))
