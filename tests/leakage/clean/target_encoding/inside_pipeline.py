import pandas as pd
from category_encoders import TargetEncoder
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

kick = pd.read_csv("kickstarter.csv")
X, y = kick[["category", "country", "goal"]], kick["funded"]
model = make_pipeline(TargetEncoder(cols=["category", "country"]), LogisticRegression(max_iter=1000))
print(cross_val_score(model, X, y, cv=5, scoring="roc_auc").mean())
