"""House prices: the column transformer is right, the moment is not."""
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

houses = pd.read_csv("train.csv", index_col="Id")
y = houses.pop("SalePrice")

num_cols = houses.select_dtypes("number").columns
cat_cols = houses.select_dtypes(exclude="number").columns

numeric = Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
categorical = Pipeline(
    [
        ("impute", SimpleImputer(strategy="most_frequent")),
        ("onehot", OneHotEncoder(handle_unknown="ignore", sparse_output=False)),
    ]
)
preprocess = ColumnTransformer([("num", numeric, num_cols), ("cat", categorical, cat_cols)])

X = preprocess.fit_transform(houses)  # expect: leak-preprocess-before-split

X_train, X_valid, y_train, y_valid = train_test_split(X, y, train_size=0.8, test_size=0.2, random_state=0)
model = HistGradientBoostingRegressor(random_state=0).fit(X_train, y_train)
print("MAE:", mean_absolute_error(y_valid, model.predict(X_valid)))
