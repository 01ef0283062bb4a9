import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, RobustScaler

ames = pd.read_csv("ames_small.csv")
train, test = train_test_split(ames, test_size=0.2, random_state=12)
train, test = train.copy(), test.copy()
scalers = {"LotArea": RobustScaler(), "YearBuilt": MinMaxScaler(), "GrLivArea": RobustScaler()}
for column, scaler in scalers.items():
    train[[column]] = scaler.fit_transform(train[[column]])
    test[[column]] = scaler.transform(test[[column]])
cols = list(scalers)
print(LinearRegression().fit(train[cols], train["SalePrice"]).score(test[cols], test["SalePrice"]))
