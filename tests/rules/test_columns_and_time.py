"""Columns, time and groups: what is found in the ways people write it, and what must stay silent."""

from __future__ import annotations

import pytest
from pages import analysed, found

from heldout.analysis.engine import Engine

RULES = {
    "leak-target-in-features",
    "leak-target-encoding",
    "leak-future-feature",
    "leak-rolling-includes-target",
    "leak-centered-window",
    "leak-group-split",
    "leak-temporal-shuffle",
}
START = """import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, mean_absolute_error
from sklearn.model_selection import GroupKFold, GroupShuffleSplit, KFold, TimeSeriesSplit, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, LabelEncoder, OneHotEncoder, StandardScaler

df = pd.read_csv("data.csv", parse_dates=["date"])
"""
SPLIT = """X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
IN_ORDER = """cut = int(len(df) * 0.8)
train, test = df.iloc[:cut], df.iloc[cut:]
model = RandomForestRegressor(random_state=0).fit(train[features], train["y"])
print(mean_absolute_error(test["y"], model.predict(test[features])))
"""

FOUND = {
    "the whole table": ("X, y = df, df['y']\n" + SPLIT, {"leak-target-in-features"}),
    "in a list": ("X = df[['a', 'b', 'y']]\ny = df.y\n" + SPLIT, {"leak-target-in-features"}),
    "another column is dropped": ("X = df.drop('id', axis=1)\ny = df['y']\n" + SPLIT, {"leak-target-in-features"}),
    "scaled": (
        "y = df['y']\nX = StandardScaler().fit_transform(df.drop(columns=['id']))\n" + SPLIT,
        {"leak-target-in-features"},
    ),
    "recoded labels": (
        "y = LabelEncoder().fit_transform(df['y'])\nX = df.drop(columns='id')\n" + SPLIT,
        {"leak-target-in-features"},
    ),
    "labels from a comparison": ("y = (df['y'] == 'yes').astype(int)\nX = df\n" + SPLIT, {"leak-target-in-features"}),
    "after the split": (
        "train, test = train_test_split(df, random_state=0)\nmodel = LogisticRegression().fit(train, train['y'])\n"
        "print(accuracy_score(test['y'], model.predict(test)))\n",
        {"leak-target-in-features"},
    ),
    "in a pipeline": (
        "train, test = train_test_split(df.drop(columns=['date']), random_state=0)\n"
        "pipe = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression())\n"
        "pipe.fit(train, train['y'])\nprint(pipe.score(test, test['y']))\n",
        {"leak-target-in-features"},
    ),
    "in a cross-validation": (
        "print(cross_val_score(LogisticRegression(), df, df['y']))\n",
        {"leak-target-in-features"},
    ),
    "in functions": (
        "def features(t):\n    return t.dropna().drop(columns=['id'])\n\n\n"
        "def train(t):\n    X, y = features(t), t['y']\n"
        "    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
        "    model = LogisticRegression().fit(X_train, y_train)\n    return model.score(X_test, y_test)\n\n\n"
        "print(train(df))\n",
        {"leak-target-in-features"},
    ),
    "group means of the target": (
        "df['te'] = df.groupby('city')['y'].transform('mean')\nX = df[['a', 'te']]\ny = df['y']\n" + SPLIT,
        {"leak-target-encoding"},
    ),
    "mapped group means": (
        "means = df.groupby('city')['y'].mean()\ndf['te'] = df['city'].map(means)\nX, y = df[['a', 'te']], df['y']\n"
        + SPLIT,
        {"leak-target-encoding"},
    ),
    "merged group means": (
        "means = df.groupby('city')['y'].mean().rename('te').reset_index()\ndf = df.merge(means, on='city')\n"
        "X, y = df.drop(columns=['y', 'city']), df['y']\n" + SPLIT,
        {"leak-target-encoding"},
    ),
    "the next value": (
        "df['next'] = df['price'].shift(-1)\nfeatures = ['next', 'volume']\n" + IN_ORDER,
        {"leak-future-feature"},
    ),
    "the change to come": (
        "df['change'] = df.groupby('stock')['price'].pct_change(-5)\nfeatures = ['change']\n" + IN_ORDER,
        {"leak-future-feature"},
    ),
    "the next value in a formula": (
        "df['move'] = df['price'].shift(periods=-1) - df['price']\nfeatures = ['move']\n" + IN_ORDER,
        {"leak-future-feature"},
    ),
    "values to come, in a loop": (
        "for n in (1, 2):\n    df[f'lead_{n}'] = df['wind'].shift(-n)\nfeatures = ['lead_1', 'lead_2']\n" + IN_ORDER,
        {"leak-future-feature"},
    ),
    "a mean with today in it": (
        "df['m7'] = df['y'].rolling(7).mean()\nfeatures = ['m7', 'weekday']\n" + IN_ORDER,
        {"leak-rolling-includes-target"},
    ),
    "a mean by store with today in it": (
        "df['m7'] = df.groupby('store')['y'].transform(lambda s: s.rolling(7).mean())\nfeatures = ['m7']\n" + IN_ORDER,
        {"leak-rolling-includes-target"},
    ),
    "a mean of all days until today": (
        "df = df.assign(level=df['y'].expanding().mean())\nfeatures = ['level']\n" + IN_ORDER,
        {"leak-rolling-includes-target"},
    ),
    "a centered mean": (
        "df['smooth'] = df['price'].rolling(5, center=True).mean()\nfeatures = ['smooth']\n" + IN_ORDER,
        {"leak-centered-window"},
    ),
    "lags, dealt out at random": (
        "for n in range(1, 4):\n    df[f'lag_{n}'] = df['y'].shift(n)\ndf = df.dropna()\n"
        "X, y = df.drop(columns=['y', 'date']), df['y']\n" + SPLIT,
        {"leak-temporal-shuffle"},
    ),
    "tomorrow's value, dealt out at random": (
        "df['target'] = df['close'].shift(-1)\ndf = df.dropna()\nX, y = df[['close', 'volume']], df['target']\n"
        + SPLIT,
        {"leak-temporal-shuffle"},
    ),
    "shuffled folds of lags": (
        "df['lag'] = df['y'].shift(1)\nX, y = df[['lag']], df['y']\n"
        "for a, b in KFold(5, shuffle=True, random_state=0).split(X):\n"
        "    model = LinearRegression().fit(X.iloc[a], y.iloc[a])\n    print(model.score(X.iloc[b], y.iloc[b]))\n",
        {"leak-temporal-shuffle"},
    ),
    "sorted by a date": (
        "df = df.sort_values('date')\nX, y = df[['a', 'b']], df['y']\n" + SPLIT,
        {"leak-temporal-shuffle"},
    ),
    "sorted by what was made a date": (
        "df['day'] = pd.to_datetime(df['day'])\ndf = df.sort_values(by=['day', 'a']).reset_index(drop=True)\n"
        "X, y = df[['a', 'b']], df['y']\n" + SPLIT,
        {"leak-temporal-shuffle"},
    ),
    "lags and a sample": (
        "df['lag'] = df['y'].shift(1)\ntrain = df.sample(frac=0.8, random_state=0)\ntest = df.drop(train.index)\n"
        "model = LinearRegression().fit(train[['lag']], train['y'])\nprint(model.score(test[['lag']], test['y']))\n",
        {"leak-temporal-shuffle"},
    ),
    "lags and a shuffled cross-validation": (
        "df['lag'] = df['y'].shift(1)\n"
        "print(cross_val_score(LinearRegression(), df[['lag']], df['y'], cv=KFold(5, shuffle=True, random_state=0)))\n",
        {"leak-temporal-shuffle"},
    ),
    "slices of patients are counted": (
        "print(df.groupby('patient_id').size().describe())\nX, y = df.drop(columns=['patient_id', 'y']), df['y']\n"
        + SPLIT,
        {"leak-group-split"},
    ),
    "visits of patients": (
        "df['visits'] = df.groupby('patient_id')['date'].rank()\nX, y = df[['visits', 'age']], df['y']\n" + SPLIT,
        {"leak-group-split"},
    ),
}

SILENT = {
    "dropped": "X = df.drop(columns=['y', 'id'])\ny = df['y']\n" + SPLIT,
    "popped": "y = df.pop('y')\nX = df\n" + SPLIT,
    "popped by another name": "X = df\ny = df.pop('y')\n" + SPLIT,
    "popped from parts in a dict": "parts = {}\nparts['train'], parts['test'] = train_test_split(df, random_state=0)\n"
    "y = {name: part.pop('y') for name, part in parts.items()}\n"
    "print(LinearRegression().fit(parts['train'], y['train']).score(parts['test'], y['test']))\n",
    "popped from a copy": "X = df.copy()\ny = X.pop('y')\n" + SPLIT,
    "dropped in place": "y = df['y']\ndf.drop('y', axis=1, inplace=True)\nX = df\n" + SPLIT,
    "deleted": "y = df['y']\ndel df['y']\nX = df\n" + SPLIT,
    "chosen by name": "target = 'y'\nfeatures = [c for c in df.columns if c != target]\nX, y = df[features], df[target]\n"
    + SPLIT,
    "chosen by a mask of names": "X = df.loc[:, df.columns != 'y']\ny = df['y']\n" + SPLIT,
    "chosen by position": "X, y = df.iloc[:, :-1], df.iloc[:, -1]\n" + SPLIT,
    "chosen by kind": "y = df['y']\nX = df.select_dtypes('number')\n" + SPLIT,
    "dropped on one way": "y = df['y']\nif 'y' in df.columns:\n    df = df.drop(columns='y')\nX = df\n" + SPLIT,
    "dropped by a function of somebody else": "from helpers import clean\n\ny = df['y']\nX = clean(df)\n" + SPLIT,
    "a column transformer chooses": "numbers = ['a', 'b']\n"
    "pre = ColumnTransformer([('n', StandardScaler(), numbers), ('c', OneHotEncoder(), ['city'])])\n"
    "train, test = train_test_split(df, random_state=0)\n"
    "pipe = Pipeline([('pre', pre), ('model', LogisticRegression())]).fit(train, train['y'])\n"
    "print(pipe.score(test, test['y']))\n",
    "a function in the pipeline chooses": "def pick(t):\n    return t[['a', 'b']]\n\n\n"
    "train, test = train_test_split(df, random_state=0)\n"
    "pipe = make_pipeline(FunctionTransformer(pick), LogisticRegression()).fit(train, train['y'])\n"
    "print(pipe.score(test, test['y']))\n",
    "an unknown step chooses": "from selectors import Columns\n\ntrain, test = train_test_split(df, random_state=0)\n"
    "pipe = make_pipeline(Columns(['a', 'b']), LogisticRegression()).fit(train, train['y'])\n"
    "print(pipe.score(test, test['y']))\n",
    "an encoder learns from the target": "train, test = train_test_split(df, random_state=0)\n"
    "encoder = OneHotEncoder().fit(train, train['y'])\n",
    "labels of tomorrow": "df['target'] = df['close'].shift(-1)\nfeatures = ['close', 'volume']\n"
    "cut = int(len(df) * 0.8)\ntrain, test = df.iloc[:cut], df.iloc[cut:]\n"
    "model = LinearRegression().fit(train[features], train['target'])\nprint(model.score(test[features], test['target']))\n",
    "labels of tomorrow, the rest of the table": "df['target'] = (df['close'].shift(-1) > df['close']).astype(int)\n"
    "df = df.dropna()\ncut = int(len(df) * 0.8)\ntrain, test = df.iloc[:cut], df.iloc[cut:]\n"
    "model = LogisticRegression().fit(train.drop(columns=['target']), train['target'])\n"
    "print(model.score(test.drop(columns=['target']), test['target']))\n",
    "means of the past": "df['m7'] = df['y'].shift(1).rolling(7).mean()\nfeatures = ['m7']\n" + IN_ORDER,
    "means that are shifted": "df['m7'] = df['y'].rolling(7).mean().shift(1)\nfeatures = ['m7']\n" + IN_ORDER,
    "means of the past by store": "df['m7'] = df.groupby('store')['y'].transform(lambda s: s.shift().rolling(7).mean())\n"
    "features = ['m7']\n" + IN_ORDER,
    "means of something else": "df['m7'] = df['temperature'].rolling(7).mean()\nfeatures = ['m7']\n" + IN_ORDER,
    "means for tomorrow": "df['m7'] = df['price'].rolling(7).mean()\ndf['target'] = df['price'].shift(-1)\n"
    "cut = int(len(df) * 0.8)\ntrain, test = df.iloc[:cut], df.iloc[cut:]\n"
    "model = LinearRegression().fit(train[['m7']], train['target'])\nprint(model.score(test[['m7']], test['target']))\n",
    "a smooth line in a plot": "df['smooth'] = df['y'].rolling(7, center=True).mean()\ndf.plot(x='date', y='smooth')\n"
    "features = ['weekday']\n" + IN_ORDER,
    "lags and a split in order": "df['lag'] = df['y'].shift(1)\nX, y = df[['lag']], df['y']\n"
    "X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)\n"
    "model = LinearRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n",
    "lags and folds in order": "df['lag'] = df['y'].shift(1)\nX, y = df[['lag']], df['y']\n"
    "for a, b in TimeSeriesSplit(5).split(X):\n"
    "    model = LinearRegression().fit(X.iloc[a], y.iloc[a])\n    print(model.score(X.iloc[b], y.iloc[b]))\n",
    "a date among the columns": "df['month'] = df['date'].dt.month\nX, y = df[['month', 'a']], df['y']\n" + SPLIT,
    "the newest row of each": "df = df.sort_values('date').drop_duplicates('customer_id', keep='last')\n"
    "X, y = df[['a', 'b']], df['y']\n" + SPLIT,
    "sorted by a number": "df = df.sort_values('a')\nX, y = df[['a', 'b']], df['y']\n" + SPLIT,
    "sorted for a look": "print(df.sort_values('date').head())\nX, y = df[['a', 'b']], df['y']\n" + SPLIT,
    "several targets of the future": "for n in (1, 5):\n    df[f'y_{n}'] = df['close'].shift(-1)\n"
    "X, y = df.drop(columns=['y_1', 'y_5', 'y']), df['y']\n"
    "model = LinearRegression().fit(X.iloc[:80], y.iloc[:80])\nprint(model.score(X.iloc[80:], y.iloc[80:]))\n",
    "gaps between rows are looked at": "print(df['date'].diff().describe())\nX, y = df[['a', 'b']], df['y']\n" + SPLIT,
    "means of groups of training rows": "train, test = train_test_split(df, random_state=0)\n"
    "means = train.groupby('city')['y'].mean()\n"
    "train = train.assign(te=train['city'].map(means))\ntest = test.assign(te=test['city'].map(means))\n"
    "model = LinearRegression().fit(train[['te']], train['y'])\nprint(model.score(test[['te']], test['y']))\n",
    "means of groups of another column": "df['rent'] = df.groupby('city')['rent'].transform('mean')\n"
    "X, y = df[['rent', 'a']], df['y']\n" + SPLIT,
    "an id is no group": "X, y = df.drop(columns=['y', 'customer_id']), df['y']\n" + SPLIT,
    "one row for each customer": "table = df.groupby('customer_id').agg(total=('amount', 'sum'), y=('y', 'max')).reset_index()\n"
    "X, y = table[['total']], table['y']\n" + SPLIT,
    "patients are kept together": "df['visits'] = df.groupby('patient_id')['date'].rank()\nX, y = df[['visits', 'age']], df['y']\n"
    "a, b = next(GroupShuffleSplit(random_state=0).split(X, y, groups=df['patient_id']))\n"
    "model = LogisticRegression().fit(X.iloc[a], y.iloc[a])\nprint(model.score(X.iloc[b], y.iloc[b]))\n",
    "patients are split": "df['visits'] = df.groupby('patient_id')['date'].rank()\n"
    "some, others = train_test_split(df['patient_id'].unique(), random_state=0)\n"
    "train, test = df[df['patient_id'].isin(some)], df[df['patient_id'].isin(others)]\n"
    "model = LogisticRegression().fit(train[['visits']], train['y'])\nprint(model.score(test[['visits']], test['y']))\n",
    "the last visit of each patient": "df['visits'] = df.groupby('patient_id')['date'].rank()\n"
    "df = df.drop_duplicates('patient_id', keep='last')\nX, y = df[['visits', 'age']], df['y']\n" + SPLIT,
    "the next word": "df['next_word'] = df['word'].shift(-1)\nfeatures = ['next_word']\n" + IN_ORDER,
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def told(engine: Engine, code: str) -> set[str]:
    return {rule for _, rule in found(analysed(engine, START + code)) if rule in RULES}


@pytest.mark.parametrize(("code", "rules"), FOUND.values(), ids=FOUND.keys())
def test_found(engine: Engine, code: str, rules: set[str]) -> None:
    assert told(engine, code) == rules


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
def test_silent(engine: Engine, code: str) -> None:
    assert told(engine, code) == set()
