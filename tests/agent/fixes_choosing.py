"""Right and wrong fixes of programs that choose on the test rows, or fit on them, in the styles of many people.

They were written before the judge read what such fixes compute.
"""

from __future__ import annotations

from bad_programs import Bad

ES, CK, MS, FT = (
    "leak-early-stopping-on-test",
    "leak-checkpoint-on-test",
    "leak-model-selection-on-test",
    "leak-fit-on-test",
)

CLAIMS = """import lightgbm as lgb
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

data = pd.read_csv("claims.csv")
feats, fraud = data.drop(columns="fraud"), data["fraud"]
X_tr, X_te, y_tr, y_te = train_test_split(feats, fraud, test_size=0.2, stratify=fraud, random_state=7)
clf = lgb.LGBMClassifier(n_estimators=3000, learning_rate=0.03)
clf.fit(X_tr, y_tr, eval_set=[(X_te, y_te)], callbacks=[lgb.early_stopping(100)])
print("auc", roc_auc_score(y_te, clf.predict_proba(X_te)[:, 1]))
"""
C_MODEL = "clf = lgb.LGBMClassifier(n_estimators=3000, learning_rate=0.03)\n"
C_FIT = "clf.fit(X_tr, y_tr, eval_set=[(X_te, y_te)], callbacks=[lgb.early_stopping(100)])\n"
C_CUT = "cut = int(len(X_tr) * 0.8)\n"
C_PART = "X_fit, X_es, y_fit, y_es = train_test_split(X_tr, y_tr, test_size=0.15, stratify=y_tr, random_state=7)\n"


def stopped(fit: str, watch: str) -> str:
    return f"clf.fit({fit}, eval_set=[({watch})], callbacks=[lgb.early_stopping(100)])\n"


C_RIGHT = stopped("X_fit, y_fit", "X_es, y_es")

DIGITS = """import numpy as np
from tensorflow import keras

X, y = np.load("digits_x.npy"), np.load("digits_y.npy")
n = int(0.8 * len(X))
X_train, X_test = X[:n], X[n:]
y_train, y_test = y[:n], y[n:]
keras.utils.set_random_seed(1)
net = keras.Sequential([keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10)])
net.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
net.fit(X_train, y_train, epochs=50, batch_size=32, validation_data=(X_test, y_test), callbacks=[stop])
loss, acc = net.evaluate(X_test, y_test)
print(acc)
"""
D_FIT = "net.fit(X_train, y_train, epochs=50, batch_size=32, validation_data=(X_test, y_test), callbacks=[stop])\n"


def trained(fit: str, watch: str) -> str:
    return f"net.fit({fit}, epochs=50, batch_size=32, {watch}, callbacks=[stop])\n"


D_MASK = "held = np.arange(len(X_train)) % 5 == 0\n"
D_ORDER = "order = np.random.default_rng(0).permutation(len(X_train))\nkept, held = order[: int(0.8 * len(order))], order[int(0.8 * len(order)) :]\n"

KNN = """import numpy as np
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor

X, y = np.load("flats_x.npy"), np.load("flats_y.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42)
results = {}
for k in range(1, 30):
    knn = KNeighborsRegressor(n_neighbors=k)
    knn.fit(X_train, y_train)
    results[k] = mean_squared_error(y_test, knn.predict(X_test))
best_k = min(results, key=results.get)
final = KNeighborsRegressor(n_neighbors=best_k).fit(X_train, y_train)
print(best_k, mean_squared_error(y_test, final.predict(X_test)))
"""
K_FIT = "    knn.fit(X_train, y_train)\n"
K_SCORE = "    results[k] = mean_squared_error(y_test, knn.predict(X_test))\n"
K_IMPORT = ("import train_test_split\n", "import cross_val_score, train_test_split\n")
K_EMPTY = "results = {}\n"
K_PART = "X_sub, X_val, y_sub, y_val = train_test_split(X_train, y_train, test_size=0.2, random_state=42)\n"
K_VAL = "    results[k] = mean_squared_error(y_val, knn.predict(X_val))\n"
K_FOLDS = '    results[k] = -cross_val_score(knn, X_train, y_train, cv=5, scoring="neg_mean_squared_error").mean()\n'

ZOO = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("bank.csv")
target = df.pop("deposit")
X_train, X_test, y_train, y_test = train_test_split(df, target, random_state=0)
models = {"logreg": LogisticRegression(max_iter=1000), "tree": DecisionTreeClassifier(random_state=0)}
best_name, best_acc = None, 0.0
for name, model in models.items():
    model.fit(X_train, y_train)
    acc = accuracy_score(y_test, model.predict(X_test))
    if acc > best_acc:
        best_name, best_acc = name, acc
print(f"{best_name}: {best_acc:.3f}")
"""
Z_IMPORT = ("import train_test_split\n", "import cross_val_score, train_test_split\n")
Z_ACC = "    acc = accuracy_score(y_test, model.predict(X_test))\n"
Z_LAST = 'print(f"{best_name}: {best_acc:.3f}")\n'
Z_TEST = 'print(f"{best_name}: {accuracy_score(y_test, models[best_name].predict(X_test)):.3f}")\n'
Z_FOLDS = "    acc = cross_val_score(model, X_train, y_train, cv=5).mean()\n"
Z_SPLIT = "X_train, X_test, y_train, y_test = train_test_split(df, target, random_state=0)\n"
Z_PART = "X_fit, X_dev, y_fit, y_dev = train_test_split(X_train, y_train, random_state=0)\n"

COLUMNS = """import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

cars = pd.read_csv("cars.csv")
num = ["km", "age"]
train, test = train_test_split(cars, test_size=0.3, random_state=2)
scaler = StandardScaler()
train[num] = scaler.fit_transform(train[num])
test[num] = scaler.fit_transform(test[num])
gbr = GradientBoostingRegressor(random_state=2).fit(train[num], train["price"])
print(r2_score(test["price"], gbr.predict(test[num])))
"""
S_TEST = "test[num] = scaler.fit_transform(test[num])\n"

TWO = """import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = np.load("x.npy"), np.load("y.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train_s = StandardScaler().fit_transform(X_train)
X_test_s = StandardScaler().fit_transform(X_test)
model = LogisticRegression(C=2.0)
model.fit(X_train_s, y_train)
print(model.score(X_test_s, y_test))
"""
T_TRAIN, T_TEST = (
    "X_train_s = StandardScaler().fit_transform(X_train)\n",
    "X_test_s = StandardScaler().fit_transform(X_test)\n",
)
T_MODEL, T_FIT = "model = LogisticRegression(C=2.0)\n", "model.fit(X_train_s, y_train)\n"
T_PIPE = (
    ("import StandardScaler\n", "import StandardScaler\n"),
    (
        "import train_test_split\n",
        "import train_test_split\nfrom sklearn.pipeline import make_pipeline\n",
    ),
)

DATED = """import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_absolute_error

sales = pd.read_csv("sales.csv", parse_dates=["date"])
train = sales[sales["date"] < "2023-01-01"]
test = sales[sales["date"] >= "2023-01-01"]
cols = ["promo", "price", "weekday"]
reg = lgb.LGBMRegressor(n_estimators=5000)
reg.fit(train[cols], train["units"], eval_set=[(test[cols], test["units"])], callbacks=[lgb.early_stopping(50)])
print(mean_absolute_error(test["units"], reg.predict(test[cols])))
"""
A_MODEL = "reg = lgb.LGBMRegressor(n_estimators=5000)\n"
A_FIT = (
    'reg.fit(train[cols], train["units"], eval_set=[(test[cols], test["units"])], callbacks=[lgb.early_stopping(50)])\n'
)


def dated(fit: str, watch: str) -> str:
    return f'reg.fit({fit}[cols], {fit}["units"], eval_set=[({watch}[cols], {watch}["units"])], callbacks=[lgb.early_stopping(50)])\n'


LOADED = """import pandas as pd
import xgboost as xgb
from sklearn.model_selection import train_test_split


def load(path):
    df = pd.read_csv(path)
    return train_test_split(df.drop(columns="label"), df["label"], test_size=0.2, random_state=1)


X_train, X_test, y_train, y_test = load("wine.csv")
model = xgb.XGBClassifier(n_estimators=1000, early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
print("accuracy:", model.score(X_test, y_test))
"""
L_LOAD = 'X_train, X_test, y_train, y_test = load("wine.csv")\n'
L_FIT = "model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)\n"
L_PART = "X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.2, random_state=1)\n"
L_WATCH = L_FIT.replace("X_test, y_test", "X_val, y_val")

RIGHT = (
    Bad("a stratified part", ES, CLAIMS, ((C_FIT, C_PART + C_RIGHT),)),
    Bad("the first rows and the last", ES, CLAIMS, ((C_FIT, C_CUT + stopped("X_tr.iloc[:cut], y_tr.iloc[:cut]", "X_tr.iloc[cut:], y_tr.iloc[cut:]")),)),
    Bad("the same names again", ES, CLAIMS, ((C_MODEL, "X_tr, X_va, y_tr, y_va = train_test_split(X_tr, y_tr, test_size=0.15, stratify=y_tr, random_state=7)\n" + C_MODEL), ("(X_te, y_te)],", "(X_va, y_va)],"))),
    Bad("Keras holds a part back", CK, DIGITS, ((D_FIT, trained("X_train, y_train", "validation_split=0.2")),)),
    Bad("every fifth row", CK, DIGITS, ((D_FIT, D_MASK + trained("X_train[~held], y_train[~held]", "validation_data=(X_train[held], y_train[held])")),)),
    Bad("a drawn order", CK, DIGITS, ((D_FIT, D_ORDER + trained("X_train[kept], y_train[kept]", "validation_data=(X_train[held], y_train[held])")),)),
    Bad("three slices", CK, DIGITS, ((D_FIT, "m = int(0.9 * n)\n" + trained("X_train[:m], y_train[:m]", "validation_data=(X_train[m:], y_train[m:])")),)),
    Bad("a part, and fitted again on all", MS, KNN, ((K_EMPTY, K_PART + K_EMPTY), (K_FIT, "    knn.fit(X_sub, y_sub)\n"), (K_SCORE, K_VAL))),
    Bad("folds of the training rows", MS, KNN, (K_IMPORT, (K_FIT, ""), (K_SCORE, K_FOLDS))),
    Bad("a part, and the winner is tested", MS, ZOO, ((Z_SPLIT, Z_SPLIT + Z_PART), ("model.fit(X_train, y_train)", "model.fit(X_fit, y_fit)"), (Z_ACC, Z_ACC.replace("_test", "_dev")), (Z_LAST, Z_TEST))),
    Bad("folds, and the winner is tested", MS, ZOO, (Z_IMPORT, (Z_ACC, Z_FOLDS), (Z_LAST, Z_TEST))),
    Bad("folds alone", MS, ZOO, (Z_IMPORT, (Z_ACC, '    acc = cross_val_score(model, X_train, y_train, cv=5, scoring="accuracy").mean()\n'))),
    Bad("transform", FT, COLUMNS, ((S_TEST, "test[num] = scaler.transform(test[num])\n"),)),
    Bad("one scaler for both", FT, TWO, ((T_TRAIN, "sc = StandardScaler()\nX_train_s = sc.fit_transform(X_train)\n"), (T_TEST, "X_test_s = sc.transform(X_test)\n"))),
    Bad("a scaler fitted by itself", FT, TWO, ((T_TRAIN, "sc = StandardScaler().fit(X_train)\nX_train_s = sc.transform(X_train)\n"), (T_TEST, "X_test_s = sc.transform(X_test)\n"))),
    Bad("a pipeline", FT, TWO, (*T_PIPE[1:], (T_TRAIN + T_TEST, ""), (T_MODEL + T_FIT, "model = make_pipeline(StandardScaler(), LogisticRegression(C=2.0))\nmodel.fit(X_train, y_train)\n"), ("score(X_test_s", "score(X_test"))),
    Bad("the last quarter of the dates", ES, DATED, ((A_MODEL, 'early = train[train["date"] < "2022-10-01"]\nlate = train[train["date"] >= "2022-10-01"]\n' + A_MODEL), (A_FIT, dated("early", "late")))),
    Bad("a query for each", ES, DATED, ((A_MODEL, "early = train.query(\"date < '2022-10-01'\")\nlate = train.query(\"date >= '2022-10-01'\")\n" + A_MODEL), (A_FIT, dated("early", "late")))),
    Bad("the last rows", ES, DATED, ((A_MODEL, "k = int(len(train) * 0.85)\nearly, late = train.iloc[:k], train.iloc[k:]\n" + A_MODEL), (A_FIT, dated("early", "late")))),
    Bad("split by a function, and once more", ES, LOADED, ((L_LOAD, L_LOAD + L_PART), (L_FIT, L_WATCH))),
)  # fmt: skip
WRONG = (
    Bad("a part of all rows", ES, CLAIMS, ((C_FIT, C_PART.replace("X_tr, y_tr,", "feats, fraud,").replace("=y_tr", "=fraud") + C_RIGHT),)),
    Bad("a part of the test rows", ES, CLAIMS, ((C_FIT, C_PART.replace("X_tr, y_tr,", "X_te, y_te,").replace("=y_tr", "=y_te").replace("X_fit, X_es, y_fit, y_es", "X_te, X_es, y_te, y_es") + stopped("X_tr, y_tr", "X_es, y_es")),)),
    Bad("the training rows stop it", ES, CLAIMS, ((C_FIT, stopped("X_tr, y_tr", "X_tr, y_tr")),)),
    Bad("learns from the part, too", ES, CLAIMS, ((C_FIT, C_PART.replace("X_fit,", "_,").replace("y_fit,", "_,") + stopped("X_tr, y_tr", "X_es, y_es")),)),
    Bad("stops no more", ES, CLAIMS, ((C_FIT, "clf.fit(X_tr, y_tr)\n"),)),
    Bad("parts that overlap", ES, CLAIMS, ((C_FIT, C_CUT + stopped("X_tr.iloc[:cut], y_tr.iloc[:cut]", "X_tr.iloc[cut - 500 :], y_tr.iloc[cut - 500 :]")),)),
    Bad("labels of other rows", ES, CLAIMS, ((C_FIT, C_CUT + stopped("X_tr.iloc[:cut], y_tr.iloc[:cut]", "X_tr.iloc[cut:], y_tr.iloc[:-cut]")),)),
    Bad("scored on the part", ES, CLAIMS, ((C_FIT, C_PART + C_RIGHT), ("roc_auc_score(y_te, clf.predict_proba(X_te)", "roc_auc_score(y_es, clf.predict_proba(X_es)"))),
    Bad("most of the rows are held back", CK, DIGITS, ((D_FIT, trained("X_train, y_train", "validation_split=0.9")),)),
    Bad("holds back a part of all rows", CK, DIGITS, ((D_FIT, trained("X, y", "validation_split=0.2")),)),
    Bad("the last rows teach, too", CK, DIGITS, ((D_FIT, trained("X_train, y_train", "validation_data=(X_train[-1000:], y_train[-1000:])")),)),
    Bad("learns from every fifth row alone", CK, DIGITS, ((D_FIT, D_MASK + trained("X_train[held], y_train[held]", "validation_data=(X_train[~held], y_train[~held])")),)),
    Bad("folds of all rows", MS, KNN, (K_IMPORT, (K_FIT, ""), (K_SCORE, K_FOLDS.replace("X_train, y_train", "X, y")))),
    Bad("the worst wins", MS, KNN, (K_IMPORT, (K_FIT, ""), (K_SCORE, K_FOLDS.replace("= -cross", "= cross")))),
    Bad("another measure", MS, KNN, (K_IMPORT, (K_FIT, ""), (K_SCORE, K_FOLDS.replace(', scoring="neg_mean_squared_error"', "")))),
    Bad("chosen by the training rows", MS, KNN, ((K_SCORE, K_SCORE.replace("_test", "_train")),)),
    Bad("chosen by nobody", MS, KNN, (("best_k = min(results, key=results.get)", "best_k = 5"),)),
    Bad("the first one wins", MS, ZOO, (Z_IMPORT, (Z_ACC, Z_FOLDS), (Z_LAST, Z_TEST.replace("models[best_name]", 'models["logreg"]')))),
    Bad("test rows that nobody scales", FT, COLUMNS, ((S_TEST, ""),)),
    Bad("one scaler that the test rows teach", FT, TWO, ((T_TRAIN, "sc = StandardScaler().fit(X_test)\nX_train_s = sc.transform(X_train)\n"), (T_TEST, "X_test_s = sc.transform(X_test)\n"))),
    Bad("the part comes from the test dates", ES, DATED, ((A_MODEL, 'late = sales[sales["date"] >= "2022-10-01"]\n' + A_MODEL), (A_FIT, dated("train", "late")))),
    Bad("early rows teach, later ones do not stop", ES, DATED, ((A_MODEL, 'late = train[train["date"] >= "2022-10-01"]\n' + A_MODEL), (A_FIT, dated("train", "late")))),
    Bad("a gap of a year", ES, DATED, ((A_MODEL, 'early = train[train["date"] < "2021-10-01"]\nlate = train[train["date"] >= "2022-10-01"]\n' + A_MODEL), (A_FIT, dated("early", "late")))),
    Bad("splits what was split for another", ES, LOADED, ((L_LOAD, L_LOAD + L_PART.replace("X_train, y_train, test", "X_test, y_test, test").replace("X_train, X_val, y_train, y_val", "X_test, X_val, y_test, y_val")), (L_FIT, L_WATCH))),
)  # fmt: skip
