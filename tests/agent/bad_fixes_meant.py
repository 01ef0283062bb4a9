"""Bad fixes for the rules whose programs are compared as what they compute: each looks like a right one, and is not.

They were written before the contracts were tightened against them.
"""

from __future__ import annotations

from bad_fixes import BARE, FIT, LATE, MODEL, S_SPLIT, SCALED, SMOTE, SMOTED, SPLIT, TUNED, Bad

BY_HAND = """import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

X, y = np.load("X.npy"), np.load("y.npy")
middle, spread = X.mean(axis=0), X.std(axis=0)
X = (X - middle) / spread
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
svm = SVC().fit(X_train, y_train)
print(svm.score(X_test, y_test))
"""
B_OLD = "middle, spread = X.mean(axis=0), X.std(axis=0)\nX = (X - middle) / spread\n"
B_SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)\n"
B_NEW = "middle, spread = X_train.mean(axis=0), X_train.std(axis=0)\nX_train = (X_train - middle) / spread\nX_test = (X_test - middle) / spread\n"

ENCODED = """import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
flats["level"] = flats.groupby("street")["rent"].transform("mean")
train, test = train_test_split(flats, random_state=0)
ridge = Ridge().fit(train[["level", "rooms"]], train["rent"])
print(ridge.score(test[["level", "rooms"]], test["rent"]))
"""
E_OLD, E_SPLIT = (
    'flats["level"] = flats.groupby("street")["rent"].transform("mean")\n',
    "train, test = train_test_split(flats, random_state=0)\n",
)
E_NEW = 'level = train.groupby("street")["rent"].mean()\ntrain["level"] = train["street"].map(level)\ntest["level"] = test["street"].map(level)\n'

FOLDED = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
X, y = df[["tenure", "charges"]], df["churn"]
scaled = StandardScaler().fit_transform(X)
print(cross_val_score(LogisticRegression(C=0.1), scaled, y, cv=4).mean())
"""
C_OLD, C_SCORE = (
    "scaled = StandardScaler().fit_transform(X)\n",
    "cross_val_score(LogisticRegression(C=0.1), scaled, y, cv=4)",
)
C_IMPORT = (
    "from sklearn.model_selection import cross_val_score\n",
    "from sklearn.model_selection import cross_val_score\nfrom sklearn.pipeline import make_pipeline\n",
)
C_NEW = "cross_val_score(make_pipeline(StandardScaler(), LogisticRegression(C=0.1)), X, y, cv=4)"

CURVED = """import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_curve
from sklearn.model_selection import train_test_split

df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["tenure"]], df["churn"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
p = model.predict_proba(X_test)[:, 1]
fpr, tpr, cuts = roc_curve(y_test, p)
cut = cuts[np.argmax(tpr - fpr)]
print(f1_score(y_test, p >= cut))
"""
V_FIT, V_CURVE = "model = LogisticRegression().fit(X_train, y_train)\n", "roc_curve(y_test, p)"
V_PART = "X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=0)\n"
V_NEW = (V_FIT, V_PART + V_FIT.replace("_train", "_fit"))
V_RIGHT = "roc_curve(y_val, model.predict_proba(X_val)[:, 1])"

VISITS = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("visits.csv")
df["visit"] = df.groupby("patient_id").cumcount()
X, y = df[["visit", "pressure", "age"]], df["admitted"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
G_IMPORT = ("import train_test_split\n", "import GroupShuffleSplit\n")
G_OLD = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
G_NEW = """deal = GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=0)
near, far = next(deal.split(X, y, groups=df["patient_id"]))
X_train, X_test = X.iloc[near], X.iloc[far]
y_train, y_test = y.iloc[near], y.iloc[far]
"""

DRAWN = """import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("churn.csv")
train = df.sample(frac=0.8, random_state=0)
test = df.sample(frac=0.2, random_state=1)
model = LogisticRegression().fit(train[["age"]], train["churn"])
print(model.score(test[["age"]], test["churn"]))
"""
D_OLD = "test = df.sample(frac=0.2, random_state=1)\n"
CUT = """import numpy as np
from sklearn.neighbors import KNeighborsClassifier

X, y = np.load("X.npy"), np.load("y.npy")
model = KNeighborsClassifier().fit(X[:800], y[:800])
print(model.score(X[700:], y[700:]))
"""
GIVEN = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

train, test = train_test_split(pd.read_csv("churn.csv"), random_state=0)
model = LogisticRegression().fit(train, train["churn"])
print(model.score(test, test["churn"]))
"""
TWICE = """import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("fraud.csv")
df = pd.concat([df, df[df["fraud"] == 1]])
train, test = train_test_split(df, random_state=0)
tree = DecisionTreeClassifier(random_state=0).fit(train[["amount"]], train["fraud"])
print(tree.score(test[["amount"]], test["fraud"]))
"""
T_OLD, T_SPLIT = 'df = pd.concat([df, df[df["fraud"] == 1]])\n', "train, test = train_test_split(df, random_state=0)\n"
DAYS = """import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold

df = pd.read_csv("prices.csv")
df["tomorrow"] = df["close"].shift(-1)
df = df.dropna()
X, y = df[["close", "volume"]], df["tomorrow"]
for a, b in KFold(4, shuffle=True, random_state=0).split(X, y):
    model = Ridge().fit(X.iloc[a], y.iloc[a])
    print(model.score(X.iloc[b], y.iloc[b]))
"""
DAYS_FOLDS = "KFold(4, shuffle=True, random_state=0)"
DAYS_IMPORT = ("import KFold\n", "import TimeSeriesSplit\n")
AHEAD = """import pandas as pd
from sklearn.linear_model import Ridge

df = pd.read_csv("prices.csv")
df["other"] = df["open"].shift(-1)
df = df.dropna()
cut = int(len(df) * 0.8)
train, test = df.iloc[:cut], df.iloc[cut:]
model = Ridge().fit(train[["other", "volume"]], train["close"])
print(model.score(test[["other", "volume"]], test["close"]))
"""
WEEK = AHEAD.replace('df["other"] = df["open"].shift(-1)', 'df["other"] = df["close"].rolling(7).mean()')
SWAPPED = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("fraud.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["amount"]], df["fraud"], random_state=0)
clf = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(precision_score(clf.predict(X_test), y_test))
"""
RARE = SWAPPED.replace(
    "precision_score(clf.predict(X_test), y_test)", "accuracy_score(y_test, clf.predict(X_test))"
).replace("import precision_score", "import accuracy_score")
R_IMPORT = ("import accuracy_score\n", "import f1_score\n")
R_OLD = "accuracy_score(y_test, clf.predict(X_test))"
HASHED = """import pandas as pd

df = pd.read_csv("visits.csv")
df["held_out"] = [hash(user) % 5 == 0 for user in df["user"]]
print(df["held_out"].tolist())
"""
H_OLD, H_IMPORT = "hash(user) % 5", ("import pandas as pd\n", "import zlib\n\nimport pandas as pd\n")
WHOLE = """import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("churn.csv")
X, y = df.drop(columns="churn"), df["churn"]
tree = DecisionTreeClassifier(random_state=0)
tree.fit(X, y)
accuracy = accuracy_score(y, tree.predict(X))
print(f"Accuracy: {accuracy:.3f}")
"""
O_IMPORT = ("from sklearn.tree", "from sklearn.model_selection import train_test_split\nfrom sklearn.tree")
O_PART = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
O_FIT, O_SCORE = "tree.fit(X, y)\n", "accuracy_score(y, tree.predict(X))"
EARLY = """# %%
import pandas as pd
# %%
print(len(df))
# %%
df = pd.read_csv("churn.csv")
print(df["churn"].mean())
"""
CELLS = """# %%
import pandas as pd

df = pd.read_csv("sales.csv")
# %%
df["price"] = df["price"] / 100
# %%
print(df["price"].mean())
"""
JOINED = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age"]], df["churn"], random_state=0)
scaler = StandardScaler()
scaler.fit(pd.concat([X_train, X_test]))
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
"""
J_FIT = "scaler.fit(pd.concat([X_train, X_test]))\n"

P, GS, EN, CV, TH = (
    "leak-preprocess-before-split",
    "leak-global-statistic",
    "leak-target-encoding",
    "leak-preprocess-before-cv",
    "leak-threshold-on-test",
)
G, OV, TF, DU, TE = (
    "leak-group-split",
    "leak-train-test-overlap",
    "leak-target-in-features",
    "leak-duplicate-rows-before-split",
    "leak-temporal-shuffle",
)
FU, RO, SW, AC, HA = (
    "leak-future-feature",
    "leak-rolling-includes-target",
    "metric-args-swapped",
    "metric-accuracy-imbalanced",
    "seed-builtin-hash",
)
EV, UB, NI, CO, RE = (
    "leak-eval-on-train",
    "nb-use-before-def",
    "nb-non-idempotent-cell",
    "leak-concat-train-test-fit",
    "leak-resample-before-split",
)
PIPED = (
    "from sklearn.model_selection import train_test_split\n",
    "from sklearn.model_selection import train_test_split\nfrom sklearn.pipeline import make_pipeline\n",
)

BAD_MEANT = (
    Bad("a pipeline with another model", P, SCALED, (PIPED, (FIT, ""), (SPLIT, BARE), ("model = LogisticRegression(C=0.3)", "model = make_pipeline(scaler, LogisticRegression(C=3.0))"))),
    Bad("a pipeline that learns from the test rows", P, SCALED, (PIPED, (FIT, ""), (SPLIT, BARE), ("model = LogisticRegression(C=0.3)", "model = make_pipeline(scaler, LogisticRegression(C=0.3))"), (MODEL, "model.fit(X_test, y_test)\n"))),
    Bad("a pipeline that learns from all rows", P, SCALED, (PIPED, (FIT, ""), (SPLIT, BARE), ("model = LogisticRegression(C=0.3)", "model = make_pipeline(scaler, LogisticRegression(C=0.3))"), (MODEL, "model.fit(df, y)\n"))),
    Bad("a pipeline that leaves the scaler out", P, SCALED, (PIPED, (FIT, ""), (SPLIT, BARE), ("scaler = StandardScaler()\n", ""), ("model = LogisticRegression(C=0.3)", "model = make_pipeline(LogisticRegression(C=0.3), LogisticRegression(C=0.3))"))),
    Bad("learns the scale from some training rows", P, SCALED, ((FIT, ""), (SPLIT, BARE + "scaler.fit(X_train[:100])\nX_train = scaler.transform(X_train)\nX_test = scaler.transform(X_test)\n"))),
    Bad("scales twice", P, SCALED, (PIPED, (FIT, ""), (SPLIT, BARE + LATE), ("model = LogisticRegression(C=0.3)", "model = make_pipeline(scaler, LogisticRegression(C=0.3))"))),
    Bad("a copy of a part", P, SCALED, ((FIT, ""), (SPLIT, BARE + "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_train)\n"))),
    Bad("statistics of the test rows", GS, BY_HAND, ((B_OLD, ""), (B_SPLIT, B_SPLIT + B_NEW.replace("X_train.mean(axis=0), X_train.std", "X_test.mean(axis=0), X_test.std")))),
    Bad("the spread of the test rows", GS, BY_HAND, ((B_OLD, ""), (B_SPLIT, B_SPLIT + B_NEW.replace("X_train.std", "X_test.std")))),
    Bad("standardises the training rows only", GS, BY_HAND, ((B_OLD, ""), (B_SPLIT, B_SPLIT + B_NEW.replace("X_test = (X_test - middle) / spread\n", "")))),
    Bad("along the other axis", GS, BY_HAND, ((B_OLD, ""), (B_SPLIT, B_SPLIT + B_NEW.replace("mean(axis=0)", "mean(axis=1)")))),
    Bad("another statistic", GS, BY_HAND, ((B_OLD, ""), (B_SPLIT, B_SPLIT + B_NEW.replace("X_train.mean(axis=0)", "X_train.min(axis=0)")))),
    Bad("mean and spread trade places", GS, BY_HAND, ((B_OLD, ""), (B_SPLIT, B_SPLIT + B_NEW.replace("middle, spread =", "spread, middle =")))),
    Bad("statistics of what is standardised already", GS, BY_HAND, ((B_OLD, ""), (B_SPLIT, B_SPLIT + "X_train = (X_train - X_train.mean(axis=0)) / X_train.std(axis=0)\nX_test = (X_test - X_train.mean(axis=0)) / X_train.std(axis=0)\n"))),
    Bad("levels of the test part for it", EN, ENCODED, ((E_OLD, ""), (E_SPLIT, E_SPLIT + E_NEW.replace('test["level"] = test["street"].map(level)', 'test["level"] = test["street"].map(test.groupby("street")["rent"].mean())')))),
    Bad("looks levels up by another column", EN, ENCODED, ((E_OLD, ""), (E_SPLIT, E_SPLIT + E_NEW.replace('test["street"]', 'test["rooms"]')))),
    Bad("levels of another column", EN, ENCODED, ((E_OLD, ""), (E_SPLIT, E_SPLIT + E_NEW.replace('["rent"].mean', '["rooms"].mean')))),
    Bad("no level in the test part", EN, ENCODED, ((E_OLD, ""), (E_SPLIT, E_SPLIT + E_NEW.replace('test["level"] = test["street"].map(level)', 'test["level"] = 0')))),
    Bad("a pipeline of the model alone", CV, FOLDED, (C_IMPORT, (C_OLD, ""), (C_SCORE, C_NEW.replace("StandardScaler(), ", "")))),
    Bad("a pipeline, and other folds", CV, FOLDED, (C_IMPORT, (C_OLD, ""), (C_SCORE, C_NEW.replace("cv=4", "cv=3")))),
    Bad("a pipeline with another scaler", CV, FOLDED, (C_IMPORT, (C_OLD, ""), (C_SCORE, C_NEW.replace("StandardScaler()", "StandardScaler(with_std=False)")))),
    Bad("a pipeline, backwards", CV, FOLDED, (C_IMPORT, (C_OLD, ""), (C_SCORE, C_NEW.replace("StandardScaler(), LogisticRegression(C=0.1)", "LogisticRegression(C=0.1), StandardScaler()")))),
    Bad("a pipeline of labels", CV, FOLDED, (C_IMPORT, (C_OLD, ""), (C_SCORE, C_NEW.replace("X, y", "y, X")))),
    Bad("chooses on rows that were learned from", TH, CURVED, ((V_FIT, V_PART + V_FIT), (V_CURVE, V_RIGHT))),
    Bad("chooses on a part of the test rows", TH, CURVED, ((V_FIT, V_PART.replace("X_train, y_train", "X_test, y_test") + V_FIT), (V_CURVE, V_RIGHT))),
    Bad("labels of other rows for the curve", TH, CURVED, (V_NEW, (V_CURVE, V_RIGHT.replace("y_val", "y_fit")))),
    Bad("chooses and reports on the validation part", TH, CURVED, (V_NEW, (V_CURVE, V_RIGHT), ("f1_score(y_test, p >= cut)", "f1_score(y_val, model.predict_proba(X_val)[:, 1] >= cut)"))),
    Bad("chooses the worst", TH, CURVED, (V_NEW, (V_CURVE, V_RIGHT), ("np.argmax", "np.argmin"))),
    Bad("the other class", TH, CURVED, (V_NEW, (V_CURVE, V_RIGHT.replace("[:, 1]", "[:, 0]")))),
    Bad("nearly nothing is left to learn from", TH, CURVED, ((V_FIT, V_PART.replace("y_train, ", "y_train, test_size=0.95, ") + V_FIT.replace("_train", "_fit")), (V_CURVE, V_RIGHT))),
    Bad("a curve of another model", TH, CURVED, (V_NEW, (V_CURVE, "roc_curve(y_val, LogisticRegression().fit(X_val, y_val).predict_proba(X_val)[:, 1])"))),
    Bad("tunes on rows that were learned from", TH, TUNED, (("p = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]", V_PART + "model = LogisticRegression().fit(X_train, y_train)\nq = model.predict_proba(X_val)[:, 1]\np = model.predict_proba(X_test)[:, 1]"), ("[f1_score(y_test, p >= t)", "[f1_score(y_val, q >= t)"))),
    Bad("groups of another column", G, VISITS, (G_IMPORT, (G_OLD, G_NEW.replace("patient_id", "age")))),
    Bad("labels are split by rows", G, VISITS, (("import train_test_split\n", "import GroupShuffleSplit, train_test_split\n"), (G_OLD, G_NEW.replace("y_train, y_test = y.iloc[near], y.iloc[far]\n", "y_train, y_test = train_test_split(y, random_state=0)\n")))),
    Bad("half of all groups", G, VISITS, (G_IMPORT, (G_OLD, G_NEW.replace("0.25", "0.5")))),
    Bad("another seed for the groups", G, VISITS, (G_IMPORT, (G_OLD, G_NEW.replace("random_state=0", "random_state=5")))),
    Bad("tests on the near ones", G, VISITS, (G_IMPORT, (G_OLD, G_NEW.replace("iloc[far]", "iloc[near]")))),
    Bad("near and far trade places", G, VISITS, (G_IMPORT, (G_OLD, G_NEW.replace("near, far =", "far, near =")))),
    Bad("what is left of the test rows", OV, DRAWN, ((D_OLD, "test = df.drop(df.index)\n"),)),
    Bad("the training rows are the test", OV, DRAWN, ((D_OLD, "test = train\n"),)),
    Bad("a smaller sample of the same", OV, DRAWN, ((D_OLD, "test = df.sample(frac=0.01, random_state=1)\n"),)),
    Bad("features move, labels do not", OV, CUT, (("X[700:]", "X[800:]"),)),
    Bad("a gap that nobody asked for", OV, CUT, (("X[700:], y[700:]", "X[900:], y[900:]"),)),
    Bad("learns from the end, too", OV, CUT, (("X[:800], y[:800]", "X[800:], y[800:]"), ("X[700:], y[700:]", "X[:800], y[:800]"))),
    Bad("drops the target where it learns only", TF, GIVEN, (("fit(train, ", 'fit(train.drop(columns="churn"), '),)),
    Bad("drops another column", TF, GIVEN, (("fit(train, ", 'fit(train.drop(columns="age"), '), ("score(test, ", 'score(test.drop(columns="age"), '))),
    Bad("drops more than the target", TF, GIVEN, (("fit(train, ", 'fit(train.drop(columns=["churn", "age"]), '), ("score(test, ", 'score(test.drop(columns=["churn", "age"]), '))),
    Bad("drops rows", TF, GIVEN, (("fit(train, ", 'fit(train.drop(index="churn"), '), ("score(test, ", 'score(test.drop(index="churn"), '))),
    Bad("drops it before it is read", TF, GIVEN, (("model = ", 'train = train.drop(columns="churn")\nmodel = '), ("score(test, ", 'score(test.drop(columns="churn"), '))),
    Bad("no copies any more", DU, TWICE, ((T_OLD, ""),)),
    Bad("copies in both parts", DU, TWICE, ((T_OLD, ""), (T_SPLIT, T_SPLIT + 'train = pd.concat([train, train[train["fraud"] == 1]])\ntest = pd.concat([test, test[test["fraud"] == 1]])\n'))),
    Bad("copies of test rows", DU, TWICE, ((T_OLD, ""), (T_SPLIT, T_SPLIT + 'train = pd.concat([train, test[test["fraud"] == 1]])\n'))),
    Bad("copies of the common class", DU, TWICE, ((T_OLD, ""), (T_SPLIT, T_SPLIT + 'train = pd.concat([train, train[train["fraud"] == 0]])\n'))),
    Bad("fewer folds of time", TE, DAYS, (DAYS_IMPORT, (DAYS_FOLDS, "TimeSeriesSplit(2)"))),
    Bad("as many, with a small test", TE, DAYS, (DAYS_IMPORT, (DAYS_FOLDS, "TimeSeriesSplit(4, test_size=1)"))),
    Bad("folds of the labels", TE, DAYS, (DAYS_IMPORT, (DAYS_FOLDS + ".split(X, y)", "TimeSeriesSplit(4).split(y, X)"))),
    Bad("further ahead", FU, AHEAD, (("shift(-1)", "shift(-2)"),)),
    Bad("today's value", FU, AHEAD, (("shift(-1)", "shift(0)"),)),
    Bad("another column of yesterday", FU, AHEAD, (('df["open"].shift(-1)', 'df["volume"].shift(1)'),)),
    Bad("the target of yesterday", FU, AHEAD, (('train["close"]', 'train["close"].shift(1)'), ("shift(-1)", "shift(1)"))),
    Bad("a window from tomorrow", RO, WEEK, (('["close"].rolling', '["close"].shift(-1).rolling'),)),
    Bad("a longer window", RO, WEEK, (('["close"].rolling(7)', '["close"].shift(1).rolling(30)'),)),
    Bad("a window open to the right", RO, WEEK, (("rolling(7)", 'rolling(7, closed="right")'),)),
    Bad("the largest, shifted", RO, WEEK, (("rolling(7).mean()", "rolling(7).max().shift(1)"),)),
    Bad("of the training rows, in order", SW, SWAPPED, (("precision_score(clf.predict(X_test), y_test)", "precision_score(y_train, clf.predict(X_train))"),)),
    Bad("in order, of the other class", SW, SWAPPED, (("precision_score(clf.predict(X_test), y_test)", "precision_score(y_test, clf.predict(X_test), pos_label=0)"),)),
    Bad("the labels with themselves", SW, SWAPPED, (("precision_score(clf.predict(X_test), y_test)", "precision_score(y_test, y_test)"),)),
    Bad("the score of the training rows", AC, RARE, (R_IMPORT, (R_OLD, "f1_score(y_train, clf.predict(X_train))"))),
    Bad("the measure of labels with themselves", AC, RARE, (R_IMPORT, (R_OLD, "f1_score(y_test, y_test)"))),
    Bad("the measure of the common class", AC, RARE, (R_IMPORT, (R_OLD, "f1_score(y_test, clf.predict(X_test), pos_label=0)"))),
    Bad("the area of hard labels", AC, RARE, (("import accuracy_score\n", "import roc_auc_score\n"), (R_OLD, "roc_auc_score(y_test, clf.predict(X_test))"))),
    Bad("weights no more", AC, RARE, (('class_weight="balanced"', ""),)),
    Bad("other buckets", HA, HASHED, (H_IMPORT, (H_OLD, "zlib.crc32(str(user).encode()) % 4"))),
    Bad("one bucket for all", HA, HASHED, (H_IMPORT, (H_OLD, "zlib.crc32(str(0).encode()) % 5"))),
    Bad("the table in place of the user", HA, HASHED, (H_IMPORT, (H_OLD, "zlib.crc32(str(df).encode()) % 5"))),
    Bad("how long the name is", HA, HASHED, ((H_OLD, "len(user) % 5"),)),
    Bad("a checksum with a start", HA, HASHED, (H_IMPORT, (H_OLD, "zlib.crc32(str(user).encode(), user) % 5"))),
    Bad("learned from all, tested on a part", EV, WHOLE, (O_IMPORT, (O_FIT, O_PART + O_FIT), (O_SCORE, "accuracy_score(y_test, tree.predict(X_test))"))),
    Bad("learned from the test part", EV, WHOLE, (O_IMPORT, (O_FIT, O_PART + "tree.fit(X_test, y_test)\n"), (O_SCORE, "accuracy_score(y_train, tree.predict(X_train))"))),
    Bad("measured where it learned", EV, WHOLE, (O_IMPORT, (O_FIT, O_PART + "tree.fit(X_train, y_train)\n"), (O_SCORE, "accuracy_score(y_train, tree.predict(X_train))"))),
    Bad("labels of the other part", EV, WHOLE, (O_IMPORT, (O_FIT, O_PART + "tree.fit(X_train, y_train)\n"), (O_SCORE, "accuracy_score(y_train, tree.predict(X_test))"))),
    Bad("a test part of two rows", EV, WHOLE, (O_IMPORT, (O_FIT, O_PART.replace("y, ", "y, test_size=2, ") + "tree.fit(X_train, y_train)\n"), (O_SCORE, "accuracy_score(y_test, tree.predict(X_test))"))),
    Bad("says nothing of its length", UB, EARLY, (("print(len(df))\n", "\n"),)),
    Bad("the length of something else", UB, EARLY, (("print(len(df))\n", "\n"), ('print(df["churn"].mean())\n', 'print(len(pd.DataFrame()))\nprint(df["churn"].mean())\n'))),
    Bad("another file, sooner", UB, EARLY, (("print(len(df))\n", 'df = pd.read_csv("other.csv")\nprint(len(df))\n'),)),
    Bad("does not divide", NI, CELLS, (('df["price"] = df["price"] / 100\n', ""),)),
    Bad("divides by more", NI, CELLS, (('df["price"] = df["price"] / 100\n', 'price = df["price"] / 1000\n'), ('print(df["price"].mean())', "print(price.mean())"))),
    Bad("shows the undivided", NI, CELLS, (('df["price"] = df["price"] / 100\n', 'df["cents"] = df["price"] / 100\n'),)),
    Bad("fits on the test part", CO, JOINED, ((J_FIT, "scaler.fit(X_test)\n"),)),
    Bad("fits on neither", CO, JOINED, ((J_FIT, ""),)),
    Bad("fits on all before the split", CO, JOINED, ((J_FIT, 'scaler.fit(df[["age"]])\n'),)),
    Bad("makes up test rows, too", RE, SMOTED, ((SMOTE, ""), (S_SPLIT, S_SPLIT + SMOTE.replace("X, y", "X_train, y_train") + SMOTE.replace("X, y", "X_test, y_test")))),
    Bad("makes up rows, learns without them", RE, SMOTED, ((SMOTE, ""), (S_SPLIT, S_SPLIT + "X_more, y_more = SMOTE(random_state=0).fit_resample(X_train, y_train)\n"))),
    Bad("no rows are made up", RE, SMOTED, ((SMOTE, ""),)),
    Bad("scores what was made up", RE, SMOTED, ((SMOTE, ""), (S_SPLIT, S_SPLIT + "X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)\n"), ("model.score(X_test, y_test)", "model.score(X_train, y_train)"))),
)  # fmt: skip
