import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import TunedThresholdClassifierCV, train_test_split

df = pd.read_csv("churn_numeric.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="churn"), df["churn"], random_state=0)
model = TunedThresholdClassifierCV(LogisticRegression(max_iter=1000), scoring="f1", cv=5)
model.fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))
