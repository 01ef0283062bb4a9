import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("oil_spill.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="spill"), df["spill"], stratify=df["spill"], random_state=0)
pipe = Pipeline([("scale", StandardScaler()), ("smote", SMOTE(random_state=0)), ("svc", SVC())])
grid = GridSearchCV(pipe, {"smote__k_neighbors": [3, 5], "svc__C": [1, 10]}, scoring="f1", cv=5).fit(X_train, y_train)
print(f1_score(y_test, grid.predict(X_test)))
