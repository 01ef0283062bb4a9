"""The curve of the test set is recorded; the number of rounds is fixed, nothing is chosen by it."""
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor

df = pd.read_csv("energy.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="Y1"), df["Y1"], random_state=0)
model = XGBRegressor(n_estimators=300, random_state=0)
model.fit(X_train, y_train, eval_set=[(X_train, y_train), (X_test, y_test)], verbose=False)
for name, curve in model.evals_result().items():
    plt.plot(curve["rmse"], label=name)
plt.legend()
plt.savefig("curves.png")
print(model.score(X_test, y_test))
