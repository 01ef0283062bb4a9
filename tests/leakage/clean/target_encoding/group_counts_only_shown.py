import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

hr = pd.read_csv("hr_attrition_numeric.csv")
by_department = hr.groupby("department")["left"].mean()
by_department.plot.bar().figure.savefig("attrition.png")
print(by_department.to_string())

X_train, X_test, y_train, y_test = train_test_split(hr.drop(columns="left"), hr["left"], random_state=0)
print(GradientBoostingClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
