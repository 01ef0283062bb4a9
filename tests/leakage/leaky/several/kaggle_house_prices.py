# %% [markdown]
# # House prices: stacked regressions
# %%
import numpy as np
import pandas as pd
from scipy.stats import skew
from sklearn.linear_model import LassoCV, ElasticNet
from sklearn.preprocessing import RobustScaler
from sklearn.model_selection import KFold, cross_val_score, train_test_split
from sklearn.metrics import mean_squared_error

# %%
train = pd.read_csv("../input/train.csv")
test = pd.read_csv("../input/test.csv")
train.drop("Id", axis=1, inplace=True)
test.drop("Id", axis=1, inplace=True)

# %%
train = train[~((train["GrLivArea"] > 4000) & (train["SalePrice"] < 300000))]
train["SalePrice"] = np.log1p(train["SalePrice"])

# %%
ntrain = train.shape[0]
y = train["SalePrice"].values
num = [c for c in train.columns if train[c].dtype != "object" and c != "SalePrice"]
train["LotFrontage"] = train.groupby("Neighborhood")["LotFrontage"].transform(lambda x: x.fillna(x.median()))  # expect: leak-global-statistic
skewed = train[num].apply(lambda x: skew(x.dropna())).sort_values(ascending=False)
print(skewed.head(10))
for c in num:
    train[c] = np.log1p(train[c])

# %%
X = pd.get_dummies(train.drop(columns="SalePrice"))
sc = RobustScaler()
X = sc.fit_transform(X)  # expect: leak-preprocess-before-split

# %%
X_tr, X_va, y_tr, y_va = train_test_split(X, y, test_size=0.25, random_state=3)
lasso = LassoCV(alphas=[1, 0.1, 0.001, 0.0005], cv=5).fit(X_tr, y_tr)
print("RMSE train", np.sqrt(mean_squared_error(y_tr, lasso.predict(X_tr))))
print("RMSE valid", np.sqrt(mean_squared_error(y_va, lasso.predict(X_va))))

# %%
best, best_rmse = None, np.inf
for a in [0.01, 0.003, 0.001, 0.0003]:
    m = ElasticNet(alpha=a, l1_ratio=0.7, max_iter=50000)
    m.fit(X_tr, y_tr)
    r = mean_squared_error(y_va, m.predict(X_va)) ** 0.5
    if r < best_rmse:  # expect: leak-model-selection-on-test
        best, best_rmse = m, r
print("final RMSE on the hold-out:", mean_squared_error(y_va, best.predict(X_va)) ** 0.5)
