import argparse

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def build():
    num = Pipeline([("imp", SimpleImputer()), ("sc", StandardScaler())])
    return ColumnTransformer([("num", num, ["sqft", "age"]), ("cat", OneHotEncoder(handle_unknown="ignore"), ["zone"])])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("train")
    p.add_argument("test")
    a = p.parse_args()
    tr, te = pd.read_csv(a.train), pd.read_csv(a.test)
    ct = build()
    ridge = Ridge().fit(ct.fit_transform(tr), tr["price"])
    print(r2_score(te["price"], ridge.predict(ct.transform(te))))


if __name__ == "__main__":
    main()
