"""Programs with findings that are compared as what they compute, and the statements of theirs that bad fixes change."""

from __future__ import annotations

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
