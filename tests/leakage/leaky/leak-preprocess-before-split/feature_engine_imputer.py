import pandas as pd
from feature_engine.imputation import MeanMedianImputer
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

data = pd.read_csv("houseprice_numeric.csv")
imputer = MeanMedianImputer(imputation_method="median", variables=["LotFrontage", "MasVnrArea"])
data = imputer.fit_transform(data)  # expect: leak-preprocess-before-split
X_train, X_test, y_train, y_test = train_test_split(data.drop(columns="SalePrice"), data["SalePrice"], random_state=0)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
