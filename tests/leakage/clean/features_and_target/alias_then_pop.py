"""`X` is the same frame, but the target was taken out of it."""
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("car.csv")
X = df
y = df.pop("acceptable")
print(cross_val_score(DecisionTreeClassifier(random_state=0), X, y, cv=5).mean())
