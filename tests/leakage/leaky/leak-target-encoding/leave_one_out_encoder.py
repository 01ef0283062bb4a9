from category_encoders import LeaveOneOutEncoder
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

data = pd.read_csv("clicks.csv")
y = data.pop("click")
enc = LeaveOneOutEncoder(cols=["device", "app"], random_state=1)
enc.fit(data, y)  # expect: leak-target-encoding
data = enc.transform(data)
Xa, Xb, ya, yb = train_test_split(data, y, test_size=0.5, random_state=1)
print(DecisionTreeClassifier(max_depth=6, random_state=1).fit(Xa, ya).score(Xb, yb))
