"""Right and wrong fixes where columns are prepared together, and where rows are parted by functions, dates and queries.

They were written before the judge could read such programs.
"""

from __future__ import annotations

from bad_programs import Bad

PRE, STAT, BOTH = "leak-preprocess-before-split", "leak-global-statistic", "leak-concat-train-test-fit"

SHIP = """import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

df = pd.read_csv("ship.csv")
y = df["survived"]
prep = ColumnTransformer([("num", StandardScaler(), ["age", "fare"]), ("cat", OneHotEncoder(handle_unknown="ignore"), ["port"])])
X = prep.fit_transform(df.drop(columns="survived"))
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, stratify=y, random_state=11)
forest = RandomForestClassifier(n_estimators=200, random_state=11)
forest.fit(X_tr, y_tr)
print(f1_score(y_te, forest.predict(X_te)))
"""
P_OLD = 'X = prep.fit_transform(df.drop(columns="survived"))\n'
P_RAW = 'X = df.drop(columns="survived")\n'
P_SPLIT = "X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, stratify=y, random_state=11)\n"
P_LATE = "X_tr = prep.fit_transform(X_tr)\nX_te = prep.transform(X_te)\n"
P_PREP = 'prep = ColumnTransformer([("num", StandardScaler(), ["age", "fare"]), ("cat", OneHotEncoder(handle_unknown="ignore"), ["port"])])\n'
P_MODEL = "forest = RandomForestClassifier(n_estimators=200, random_state=11)\n"
P_PIPELINE = (
    "import OneHotEncoder, StandardScaler\n",
    "import OneHotEncoder, StandardScaler\nfrom sklearn.pipeline import Pipeline\n",
)
P_PIPED = 'forest = Pipeline([("prep", prep), ("forest", RandomForestClassifier(n_estimators=200, random_state=11))])\n'

MADE = """import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

homes = pd.read_csv("homes.csv")
columns = make_column_transformer(
    (make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), ["area", "plot"]),
    (OneHotEncoder(handle_unknown="ignore"), ["town"]),
)
features = columns.fit_transform(homes[["area", "plot", "town"]])
train_x, test_x, train_y, test_y = train_test_split(features, homes["price"], random_state=5)
ridge = Ridge(alpha=3.0).fit(train_x, train_y)
print(ridge.score(test_x, test_y))
"""
M_OLD = 'features = columns.fit_transform(homes[["area", "plot", "town"]])\n'
M_RAW = 'features = homes[["area", "plot", "town"]]\n'
M_SPLIT = 'train_x, test_x, train_y, test_y = train_test_split(features, homes["price"], random_state=5)\n'
M_RIDGE = "ridge = Ridge(alpha=3.0).fit(train_x, train_y)\n"
M_TRANSFORM = "train_x = columns.fit_transform(train_x)\ntest_x = columns.transform(test_x)\n"

LOGGED = """import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler

X, y = np.load("x.npy"), np.load("y.npy")
steps = Pipeline([("log", FunctionTransformer(np.log1p)), ("scale", MinMaxScaler())])
X = steps.fit_transform(X)
a, b, c, d = train_test_split(X, y, test_size=0.3, random_state=3)
line = LinearRegression().fit(a, c)
print(mean_squared_error(d, line.predict(b)))
"""
G_OLD, G_SPLIT = "X = steps.fit_transform(X)\n", "a, b, c, d = train_test_split(X, y, test_size=0.3, random_state=3)\n"
G_STEPS = 'steps = Pipeline([("log", FunctionTransformer(np.log1p)), ("scale", MinMaxScaler())])\n'
G_LINE = "line = LinearRegression().fit(a, c)\n"

YEARS = """import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("loans.csv")
df["income"] = (df["income"] - df["income"].mean()) / df["income"].std()
train = df[df["year"] < 2020]
test = df[df["year"] >= 2020]
logit = LogisticRegression().fit(train[["income", "debt"]], train["bad"])
print(logit.score(test[["income", "debt"]], test["bad"]))
"""
Y_OLD = 'df["income"] = (df["income"] - df["income"].mean()) / df["income"].std()\n'
Y_EARLY = 'early = df[df["year"] < 2020]["income"]\ndf["income"] = (df["income"] - early.mean()) / early.std()\n'
Y_TRAIN, Y_LATE = 'df[df["year"] < 2020]\n', 'df[df["year"] >= 2020]\n'
Y_COPY = (Y_TRAIN, 'df[df["year"] < 2020].copy()\n'), (Y_LATE, 'df[df["year"] >= 2020].copy()\n')
Y_QUERY = (Y_TRAIN, 'df.query("year < 2020").copy()\n'), (Y_LATE, 'df.query("year >= 2020").copy()\n')
Y_NEW = 'mean, std = train["income"].mean(), train["income"].std()\ntrain["income"] = (train["income"] - mean) / std\ntest["income"] = (test["income"] - mean) / std\n'

DAYS = """import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("power.csv", parse_dates=["day"])
cols = ["wind", "sun"]
scaler = StandardScaler()
df[cols] = scaler.fit_transform(df[cols])
cut = pd.Timestamp("2022-01-01")
old, new = df[df["day"] < cut], df[df["day"] >= cut]
model = Ridge().fit(old[cols], old["load"])
print(model.score(new[cols], new["load"]))
"""
W_OLD = "df[cols] = scaler.fit_transform(df[cols])\n"
W_PARTS = 'old, new = df[df["day"] < cut], df[df["day"] >= cut]\n'
W_COPY = 'old, new = df[df["day"] < cut].copy(), df[df["day"] >= cut].copy()\n'
W_NEW = "old[cols] = scaler.fit_transform(old[cols])\nnew[cols] = scaler.transform(new[cols])\n"
W_MODEL = 'model = Ridge().fit(old[cols], old["load"])\n'

ROWS = """import pandas as pd
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def parts(path):
    df = pd.read_csv(path)
    n = int(len(df) * 0.8)
    return df.iloc[:n], df.iloc[n:]


train, test = parts("iris.csv")
cols = ["sepal", "petal"]
scaler = StandardScaler().fit(pd.concat([train[cols], test[cols]]))
knn = KNeighborsClassifier().fit(scaler.transform(train[cols]), train["kind"])
print(knn.score(scaler.transform(test[cols]), test["kind"]))
"""
I_FIT = "StandardScaler().fit(pd.concat([train[cols], test[cols]]))"

AGES = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("crew.csv")
df["age"] = df["age"].fillna(df["age"].median())
X_train, X_test, y_train, y_test = train_test_split(df[["age", "rank"]], df["promoted"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
F_OLD = 'df["age"] = df["age"].fillna(df["age"].median())\n'
F_MODEL = "model = LogisticRegression().fit(X_train, y_train)\n"
F_NEW = 'middle = X_train["age"].median()\nX_train = X_train.fillna({"age": middle})\nX_test = X_test.fillna({"age": middle})\n'

LAGS = """import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv("power.csv", parse_dates=["day"])
df["yesterday"] = df["load"].shift(1)
df = df.dropna()
X, y = df[["yesterday", "wind"]], df["load"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
forest = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
"""

GIVEN = """import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def learn(X, y):
    forest = RandomForestRegressor(random_state=0)
    return forest.fit(X, y)


houses = pd.read_csv("houses.csv")
X, y = houses[["area", "rooms"]], houses["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=8)
model = learn(X, y)
print(mean_absolute_error(y_test, model.predict(X_test)))
"""
TIME, ALL = "leak-temporal-shuffle", "leak-train-on-full-data"

RIGHT = (
    Bad("fitted after the split", PRE, SHIP, ((P_OLD, P_RAW), (P_SPLIT, P_SPLIT + P_LATE))),
    Bad("the columns in a pipeline", PRE, SHIP, (P_PIPELINE, (P_OLD, P_RAW), (P_MODEL, P_PIPED))),
    Bad("a table that is split first", PRE, SHIP, ((P_OLD, ""), (P_SPLIT, P_SPLIT.replace("(X,", '(df.drop(columns="survived"),') + P_LATE))),
    Bad("columns made, fitted after the split", PRE, MADE, ((M_OLD, M_RAW), (M_SPLIT, M_SPLIT + M_TRANSFORM))),
    Bad("columns made, in a pipeline", PRE, MADE, ((M_OLD, M_RAW), (M_RIDGE, "ridge = make_pipeline(columns, Ridge(alpha=3.0)).fit(train_x, train_y)\n"))),
    Bad("the logarithm and the scale after the split", PRE, LOGGED, ((G_OLD, ""), (G_SPLIT, G_SPLIT + "a = steps.fit_transform(a)\nb = steps.transform(b)\n"))),
    Bad("one longer pipeline", PRE, LOGGED, ((G_OLD, ""), (G_STEPS, ""), (G_LINE, 'line = Pipeline([("log", FunctionTransformer(np.log1p)), ("scale", MinMaxScaler()), ("fit", LinearRegression())]).fit(a, c)\n'))),
    Bad("a pipeline of a pipeline", PRE, LOGGED, ((G_OLD, ""), (G_LINE, 'line = Pipeline([("prepare", steps), ("fit", LinearRegression())]).fit(a, c)\n'))),
    Bad("statistics of the early years", STAT, YEARS, ((Y_OLD, ""), *Y_COPY, ('logit = ', Y_NEW + "logit = "))),
    Bad("statistics of the early years, by queries", STAT, YEARS, ((Y_OLD, ""), *Y_QUERY, ("logit = ", Y_NEW + "logit = "))),
    Bad("scaled after the cut", PRE, DAYS, ((W_OLD, ""), (W_PARTS, W_COPY + W_NEW))),
    Bad("a pipeline after the cut", PRE, DAYS, (("from sklearn.preprocessing", "from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing"), (W_OLD, ""), ("scaler = StandardScaler()\n", ""), (W_MODEL, 'model = make_pipeline(StandardScaler(), Ridge()).fit(old[cols], old["load"])\n'))),
    Bad("fitted on the early days, before they are cut", PRE, DAYS, ((W_OLD, ""), ('cut = pd.Timestamp("2022-01-01")\n', 'cut = pd.Timestamp("2022-01-01")\nscaler.fit(df.loc[df["day"] < cut, cols])\ndf[cols] = scaler.transform(df[cols])\n'))),
    Bad("filled by a dict", STAT, AGES, ((F_OLD, ""), (F_MODEL, F_NEW + F_MODEL))),
    Bad("in the order of time", TIME, LAGS, (("random_state=1)", "shuffle=False)"),)),
    Bad("a function is given the training part", ALL, GIVEN, (("learn(X, y)\nprint", "learn(X_train, y_train)\nprint"),)),
    Bad("of the first rows", BOTH, ROWS, ((I_FIT, "StandardScaler().fit(train[cols])"),)),
)  # fmt: skip
WRONG = (
    Bad("the columns are not prepared", PRE, SHIP, ((P_OLD, P_RAW.replace('"survived"', '["survived", "port"]')),)),
    Bad("both parts are fitted", PRE, SHIP, ((P_OLD, P_RAW), (P_SPLIT, P_SPLIT + P_LATE.replace("prep.transform", "prep.fit_transform")))),
    Bad("a column less", PRE, SHIP, ((P_OLD, P_RAW), (P_PREP, P_PREP.replace(', "fare"]', "]")), (P_SPLIT, P_SPLIT + P_LATE))),
    Bad("what is left passes through", PRE, SHIP, ((P_OLD, P_RAW), (P_PREP, P_PREP.replace("])])", '])], remainder="passthrough")')), (P_SPLIT, P_SPLIT + P_LATE))),
    Bad("the logarithm is gone", PRE, MADE, ((M_OLD, M_RAW), ("make_pipeline(FunctionTransformer(np.log1p), StandardScaler())", "StandardScaler()"), (M_SPLIT, M_SPLIT + M_TRANSFORM))),
    Bad("columns change places", PRE, MADE, ((M_OLD, M_RAW), ('["area", "plot"]),\n', '["area", "town"]),\n'), (M_SPLIT, M_SPLIT + M_TRANSFORM))),
    Bad("the pipeline in another order", PRE, LOGGED, ((G_OLD, ""), (G_STEPS, ""), (G_LINE, 'line = Pipeline([("scale", MinMaxScaler()), ("log", FunctionTransformer(np.log1p)), ("fit", LinearRegression())]).fit(a, c)\n'))),
    Bad("another logarithm", PRE, LOGGED, ((G_OLD, ""), ("np.log1p", "np.log"), (G_SPLIT, G_SPLIT + "a = steps.fit_transform(a)\nb = steps.transform(b)\n"))),
    Bad("statistics of the late years", STAT, YEARS, ((Y_OLD, Y_EARLY.replace("<", ">=")),)),
    Bad("each part by its own", STAT, YEARS, ((Y_OLD, ""), *Y_COPY, ("logit = ", Y_NEW.replace('test["income"] - mean', 'test["income"] - test["income"].mean()') + "logit = "))),
    Bad("another year", STAT, YEARS, ((Y_OLD, ""), (Y_TRAIN, Y_TRAIN.replace("2020]", "2019].copy()")), (Y_LATE, Y_LATE.replace("]\n", "].copy()\n")), ("logit = ", Y_NEW + "logit = "))),
    Bad("the late days teach the scaler", PRE, DAYS, ((W_OLD, ""), (W_PARTS, W_COPY + "new[cols] = scaler.fit_transform(new[cols])\nold[cols] = scaler.transform(old[cols])\n"))),
    Bad("late days unscaled", PRE, DAYS, ((W_OLD, ""), (W_PARTS, W_COPY + "old[cols] = scaler.fit_transform(old[cols])\n"))),
    Bad("filled by a dict of all rows", STAT, AGES, ((F_OLD, ""), (F_MODEL, F_NEW.replace('X_train["age"].median', 'df["age"].median') + F_MODEL))),
    Bad("filled by a dict, another column", STAT, AGES, ((F_OLD, ""), (F_MODEL, F_NEW.replace('{"age"', '{"rank"') + F_MODEL))),
    Bad("the test rows are not filled", STAT, AGES, ((F_OLD, ""), (F_MODEL, F_NEW.replace('X_test = X_test.fillna({"age": middle})\n', "") + F_MODEL))),
    Bad("in order, and a smaller test", TIME, LAGS, (("test_size=0.2, random_state=1)", "test_size=0.02, shuffle=False)"),)),
    Bad("shuffled without a seed", TIME, LAGS, ((", random_state=1)", ")"),)),
    Bad("a function is given the test part", ALL, GIVEN, (("learn(X, y)\nprint", "learn(X_test, y_test)\nprint"),)),
    Bad("a function is given other labels", ALL, GIVEN, (("learn(X, y)\nprint", "learn(X_train, y_test)\nprint"),)),
    Bad("of the last rows", BOTH, ROWS, ((I_FIT, "StandardScaler().fit(test[cols])"),)),
)  # fmt: skip
