import pandas as pd
import xgboost as xgb
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

stays = pd.read_csv("stays.csv")
stays["how_often"] = stays.groupby("ward")["ward"].transform("count")
stays["ward_rate"] = stays.groupby("ward")["readmitted"].transform("mean")  # expect: leak-target-encoding
X = stays.drop(columns=["readmitted", "ward"])
y = stays["readmitted"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42)
training, test = xgb.DMatrix(X_train, y_train), xgb.DMatrix(X_test, label=y_test)
booster = xgb.train({"objective": "binary:logistic", "seed": 1}, training, 200)
print(f1_score(y_test, booster.predict(test) > 0.5))
