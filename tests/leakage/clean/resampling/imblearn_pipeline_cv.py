import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.preprocessing import StandardScaler

churn = pd.read_csv("churn_numeric.csv")
X, y = churn.drop(columns="churn"), churn["churn"]
pipe = make_pipeline(StandardScaler(), SMOTE(random_state=0), LogisticRegression(max_iter=1000))
print(cross_val_score(pipe, X, y, cv=StratifiedKFold(5, shuffle=True, random_state=0), scoring="f1").mean())
