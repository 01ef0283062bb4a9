"""The heat map looks at all rows; the model does not care."""
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

boston = pd.read_csv("boston.csv")
corr = boston.corr()
sns.heatmap(corr, cmap="coolwarm", center=0)
plt.savefig("corr.png")
print(corr["MEDV"].sort_values(ascending=False).head(5))

X_train, X_test, y_train, y_test = train_test_split(
    boston.drop(columns="MEDV"), boston["MEDV"], test_size=0.2, random_state=0
)
lr = LinearRegression().fit(X_train, y_train)
print(r2_score(y_test, lr.predict(X_test)))
