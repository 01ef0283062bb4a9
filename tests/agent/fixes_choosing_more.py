"""A second round of right and wrong fixes of programs that choose on the test rows, written against the judge that reads them."""

from __future__ import annotations

from bad_programs import Bad
from fixes_choosing import (
    A_FIT,
    A_MODEL,
    C_FIT,
    C_PART,
    CK,
    CLAIMS,
    COLUMNS,
    D_FIT,
    DATED,
    DIGITS,
    ES,
    FT,
    K_EMPTY,
    K_FIT,
    K_FOLDS,
    K_IMPORT,
    K_PART,
    K_SCORE,
    K_VAL,
    KNN,
    L_FIT,
    L_LOAD,
    L_PART,
    L_WATCH,
    LOADED,
    MS,
    S_TEST,
    Z_ACC,
    Z_FOLDS,
    Z_IMPORT,
    Z_LAST,
    Z_TEST,
    ZOO,
    dated,
    stopped,
    trained,
)

BEST = """import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["tenure", "charges"]], df["churn"], random_state=0)

best_score = 0
for C in [0.01, 0.1, 1, 10]:
    model = SVC(C=C)
    model.fit(X_train, y_train)
    score = model.score(X_test, y_test)
    if score > best_score:
        best_score = score
        best_model = model
print(f"accuracy: {best_score:.3f}")
"""
B_LOOP, B_FIT, B_SCORE = (
    "best_score = 0\n",
    "    model.fit(X_train, y_train)\n",
    "    score = model.score(X_test, y_test)\n",
)
B_LAST = 'print(f"accuracy: {best_score:.3f}")\n'
B_PART = "X_a, X_b, y_a, y_b = train_test_split(X_train, y_train, test_size=0.25, random_state=0)\n"
B_WAY = (
    (B_LOOP, B_PART + B_LOOP),
    (B_FIT, "    model.fit(X_a, y_a)\n"),
    (B_SCORE, "    score = model.score(X_b, y_b)\n"),
)
B_CROSS = ("import train_test_split\n", "import StratifiedKFold, cross_val_score, train_test_split\n")

TWO = """import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def error(model, X, y):
    return mean_absolute_error(y, model.predict(X))


df = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["area"]], df["price"], random_state=0)
ridge = Ridge().fit(X_train, y_train)
forest = RandomForestRegressor(random_state=0).fit(X_train, y_train)
if error(ridge, X_test, y_test) < error(forest, X_test, y_test):
    model = ridge
else:
    model = forest
print(error(model, X_test, y_test))
"""
T_FITS = "ridge = Ridge().fit(X_train, y_train)\nforest = RandomForestRegressor(random_state=0).fit(X_train, y_train)\n"
T_PART = "X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=0)\n"
T_IF = "if error(ridge, X_test, y_test) < error(forest, X_test, y_test):\n"

INSIDE = """import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split


def main():
    rides = pd.read_csv("rides.csv")
    train, test = train_test_split(rides, test_size=0.2, random_state=4)
    cols = ["hour", "rain"]
    model = lgb.LGBMRegressor(n_estimators=2000)
    model.fit(train[cols], train["count"], eval_set=[(test[cols], test["count"])], callbacks=[lgb.early_stopping(40)])
    print("mse", mean_squared_error(test["count"], model.predict(test[cols])))


main()
"""
I_FIT = '    model.fit(train[cols], train["count"], eval_set=[(test[cols], test["count"])], callbacks=[lgb.early_stopping(40)])\n'
I_MODEL = "    model = lgb.LGBMRegressor(n_estimators=2000)\n"


def inside(fit: str, watch: str) -> str:
    return I_FIT.replace("(train[cols], train[", f"({fit}[cols], {fit}[").replace(
        "(test[cols], test[", f"({watch}[cols], {watch}["
    )


FILE = """import xgboost as xgb
from prepare import load_parts

X_train, X_test, y_train, y_test = load_parts("wine.csv")
model = xgb.XGBRegressor(n_estimators=1000, early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
print("R2:", model.score(X_test, y_test))
"""

RIGHT = (
    Bad("a cut of the rows that a function gave", ES, LOADED, ((L_FIT, "k = int(0.85 * len(X_train))\nmodel.fit(X_train.iloc[:k], y_train.iloc[:k], eval_set=[(X_train.iloc[k:], y_train.iloc[k:])], verbose=False)\n"),)),
    Bad("in a function, frames", ES, INSIDE, ((I_MODEL, "    learn, watch = train_test_split(train, test_size=0.2, random_state=4)\n" + I_MODEL), (I_FIT, inside("learn", "watch")))),
    Bad("in a function, the last frames", ES, INSIDE, ((I_MODEL, "    k = int(len(train) * 0.8)\n    learn = train.iloc[:k]\n    watch = train.iloc[k:]\n" + I_MODEL), (I_FIT, inside("learn", "watch")))),
    Bad("the last tenth, counted by shape", CK, DIGITS, ((D_FIT, "last = X_train.shape[0] // 10\n" + trained("X_train[:-last], y_train[:-last]", "validation_data=(X_train[-last:], y_train[-last:])")),)),
    Bad("drawn folds, averaged", MS, KNN, (("import train_test_split\n", "import KFold, cross_val_score, train_test_split\n"), (K_FIT, ""), (K_SCORE, '    folds = KFold(n_splits=5, shuffle=True, random_state=0)\n    results[k] = -np.mean(cross_val_score(knn, X_train, y_train, cv=folds, scoring="neg_mean_squared_error"))\n'))),
    Bad("a part, and the test in a line of its own", MS, BEST, (*B_WAY, (B_LAST, B_LAST + 'print("test:", best_model.score(X_test, y_test))\n'))),
    Bad("a part, and the best is fitted and tested", MS, BEST, (*B_WAY, (B_LAST, B_LAST.replace("best_score", "best_model.fit(X_train, y_train).score(X_test, y_test)")))),
    Bad("folds with shares, and the best is tested", MS, BEST, (B_CROSS, (B_SCORE, "    score = cross_val_score(model, X_train, y_train, cv=StratifiedKFold(4)).mean()\n"), (B_LAST, 'print(f"accuracy: {best_model.score(X_test, y_test):.3f}")\n'))),
    Bad("two models on a part", MS, TWO, ((T_FITS, T_PART + T_FITS.replace("_train", "_fit")), (T_IF, T_IF.replace("_test", "_val")))),
    Bad("the last months of the dates, by quantile", ES, DATED, ((A_MODEL, 'border = train["date"].quantile(0.8)\nearly, late = train[train["date"] < border], train[train["date"] >= border]\n' + A_MODEL), (A_FIT, dated("early", "late")))),
    Bad("the late dates, and not them", ES, DATED, ((A_MODEL, 'recent = train["date"] >= "2022-09-01"\nearly, late = train[~recent], train[recent]\n' + A_MODEL), (A_FIT, dated("early", "late")))),
    Bad("parts from another file", ES, FILE, (("import xgboost as xgb\nfrom prepare import load_parts\n", "import xgboost as xgb\nfrom prepare import load_parts\nfrom sklearn.model_selection import train_test_split\n"), (L_FIT, "X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, test_size=0.2, random_state=0)\n" + L_WATCH.replace("fit(X_train, y_train", "fit(X_fit, y_fit")))),
)  # fmt: skip
WRONG = (
    Bad("the last one is tested", MS, BEST, (*B_WAY, (B_LAST, B_LAST + 'print("test:", model.score(X_test, y_test))\n'))),
    Bad("the winner on what it has learned", MS, BEST, (*B_WAY, (B_LAST, B_LAST.replace("best_score", "best_model.score(X_train, y_train)")))),
    Bad("every model is tested, too", MS, BEST, (*B_WAY, ("    if score > best_score:\n", '    print(C, model.score(X_test, y_test))\n    if score > best_score:\n'))),
    Bad("the winner learns from the test rows", MS, BEST, (*B_WAY, (B_LAST, B_LAST.replace("best_score", "best_model.fit(X_test, y_test).score(X_test, y_test)")))),
    Bad("the worst of them", MS, BEST, (B_WAY[0], B_WAY[1], B_WAY[2], ("score > best_score", "score < best_score"))),
    Bad("features and labels of other rows", ES, LOADED, ((L_LOAD, L_LOAD + L_PART), (L_FIT, L_WATCH.replace("(X_val, y_val)", "(X_val, y_test)")))),
    Bad("the small part teaches", ES, CLAIMS, ((C_FIT, C_PART + stopped("X_es, y_es", "X_fit, y_fit")),)),
    Bad("watches the test rows, too", ES, CLAIMS, ((C_FIT, C_PART + stopped("X_fit, y_fit", "X_es, y_es), (X_te, y_te")),)),
    Bad("another estimator in the folds", MS, ZOO, (Z_IMPORT, (Z_ACC, Z_FOLDS.replace("(model,", '(models["tree"],')), (Z_LAST, Z_TEST))),
    Bad("other folds for every model", MS, ZOO, (Z_IMPORT, (Z_ACC, Z_FOLDS.replace("X_train, y_train", "X_test, y_test")), (Z_LAST, Z_TEST))),
    Bad("the final model is tested on the part", MS, KNN, ((K_EMPTY, K_PART + K_EMPTY), (K_FIT, "    knn.fit(X_sub, y_sub)\n"), (K_SCORE, K_VAL), ("print(best_k, mean_squared_error(y_test, final.predict(X_test)))", "print(best_k, mean_squared_error(y_val, final.predict(X_val)))"))),
    Bad("the final model learns from the test rows", MS, KNN, (K_IMPORT, (K_FIT, ""), (K_SCORE, K_FOLDS), ("n_neighbors=best_k).fit(X_train, y_train)", "n_neighbors=best_k).fit(X_test, y_test)"))),
    Bad("another number in the end", MS, KNN, (K_IMPORT, (K_FIT, ""), (K_SCORE, K_FOLDS), ("n_neighbors=best_k)", "n_neighbors=5)"))),
    Bad("the training rows as test rows", FT, COLUMNS, ((S_TEST, "test[num] = scaler.transform(train[num])\n"),)),
    Bad("other columns", FT, COLUMNS, ((S_TEST, 'test[num] = scaler.transform(test[["age", "km"]])\n'),)),
    Bad("one model of two learns from all", MS, TWO, ((T_FITS, T_PART + T_FITS.replace("Ridge().fit(X_train, y_train", "Ridge().fit(X_fit, y_fit")), (T_IF, T_IF.replace("_test", "_val")))),
    Bad("late days teach, early ones stop", ES, DATED, ((A_MODEL, 'early = train[train["date"] < "2022-10-01"]\nlate = train[train["date"] >= "2022-10-01"]\n' + A_MODEL), (A_FIT, dated("late", "early")))),
    Bad("days after the cut", ES, DATED, ((A_MODEL, 'early = train[train["date"] < "2023-02-01"]\nlate = train[train["date"] >= "2023-02-01"]\n' + A_MODEL), (A_FIT, dated("early", "late")))),
    Bad("a query that names a variable", ES, DATED, ((A_MODEL, "early = train.query(\"date < @pd.Timestamp('2022-10-01')\")\nlate = train.query(\"date >= @pd.Timestamp('2022-10-01')\")\n" + A_MODEL), (A_FIT, dated("early", "late")))),
)  # fmt: skip
