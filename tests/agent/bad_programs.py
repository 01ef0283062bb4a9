"""Programs with findings, and the statements of theirs that bad fixes change; what a bad fix is."""

from __future__ import annotations

from attrs import frozen


@frozen
class Bad:
    """`edits` are made on the program in order; each text must stand there once."""

    name: str
    rule: str
    program: str
    edits: tuple[tuple[str, str], ...]

    @property
    def code(self) -> str:
        """The program with the edits."""
        text = self.program
        for old, new in self.edits:
            assert text.count(old) == 1, (self.name, old)
            text = text.replace(old, new)
        return text


SCALED = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
y = df.pop("churn")
scaler = StandardScaler()
X = scaler.fit_transform(df)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=7)
model = LogisticRegression(C=0.3)
model.fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
"""
FIT, SPLIT = (
    "X = scaler.fit_transform(df)\n",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=7)\n",
)
LATE = "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n"
BARE = SPLIT.replace("(X, y", "(df, y")
MODEL, LAST = "model.fit(X_train, y_train)\n", "print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))\n"
RIGHT = ((FIT, ""), (SPLIT, BARE + LATE))

TEXTS = """import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB


def evaluate(path):
    mails = pd.read_csv(path)
    vectorizer = TfidfVectorizer(min_df=2)
    features = vectorizer.fit_transform(mails["text"])
    a, b, c, d = train_test_split(features, mails["spam"], test_size=0.25, random_state=3)
    classifier = MultinomialNB()
    classifier.fit(a, c)
    return classifier.score(b, d)


print(evaluate("mails.csv"))
"""
T_FIT, T_SPLIT = (
    '    features = vectorizer.fit_transform(mails["text"])\n',
    '    a, b, c, d = train_test_split(features, mails["spam"], test_size=0.25, random_state=3)\n',
)
T_BARE = T_SPLIT.replace("features", 'mails["text"]')

SECOND = """import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split

houses = pd.read_parquet("houses.parquet")
train, test = train_test_split(houses, test_size=0.3, random_state=1)
columns = ["rooms", "area"]
imputer = SimpleImputer(strategy="median")
A = imputer.fit_transform(train[columns])
B = imputer.fit_transform(test[columns])
forest = RandomForestRegressor(random_state=1).fit(A, train["price"])
print(forest.score(B, test["price"]))
"""
AGAIN = "B = imputer.fit_transform(test[columns])\n"

FULL = """import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

data = pd.read_csv("loans.csv")
X, y = data.drop(columns="default"), data["default"]
X_fit, X_held, y_fit, y_held = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)
booster = GradientBoostingClassifier(random_state=0)
booster.fit(X, y)
print(f1_score(y_held, booster.predict(X_held)))
"""
F_FIT, F_SCORE = "booster.fit(X, y)\n", "print(f1_score(y_held, booster.predict(X_held)))\n"

SMOTED = """import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

data = pd.read_csv("fraud.csv")
X, y = data.drop(columns="fraud"), data["fraud"]
X, y = SMOTE(random_state=0).fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
SMOTE = "X, y = SMOTE(random_state=0).fit_resample(X, y)\n"
S_SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)\n"
S_LATE = "X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)\n"

LABELS = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

data = pd.read_csv("loans.csv")
X, y = data.drop(columns="default"), data["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict(X_test)))
"""
L_SCORE = "print(roc_auc_score(y_test, model.predict(X_test)))\n"

UNSEEDED = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

SEED = 11
data = pd.read_csv("loans.csv")
X, y = data.drop(columns="default"), data["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y)
model = LogisticRegression(random_state=SEED).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
U_SPLIT = "train_test_split(X, y, test_size=0.2, stratify=y)"

TRAINED = """import torch
from torch import nn

network = nn.Linear(4, 1)
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
criterion = nn.MSELoss()


def train(loader, epochs):
    for epoch in range(epochs):
        for batch, target in loader:
            loss = criterion(network(batch), target)
            loss.backward()
            optimizer.step()
"""
STEP, LOSS = "            optimizer.step()\n", "            loss = criterion(network(batch), target)\n"

PREDICTED = """import torch
from torch import nn

network = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 1))
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
criterion = nn.MSELoss()


def run(train_loader, test_loader, epochs):
    for epoch in range(epochs):
        network.train()
        for batch, target in train_loader:
            optimizer.zero_grad()
            criterion(network(batch), target).backward()
            optimizer.step()
        total = 0.0
        with torch.no_grad():
            for batch, target in test_loader:
                total += criterion(network(batch), target).item()
        print(epoch, total)
"""
QUIET = "        with torch.no_grad():\n"

STOPPED = """import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("churn.csv")
X, y = df[["tenure", "charges"]], df["churn"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=42)
model = XGBClassifier(n_estimators=2000, early_stopping_rounds=50)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
"""
W_FIT = "model.fit(X_train, y_train, eval_set=[(X_test, y_test)])\n"
W_PART = "X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, test_size=0.2, random_state=42)\n"
W_SCORE = "print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))\n"

TUNED = """import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["tenure"]], df["churn"], random_state=0)
p = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
thresholds = np.linspace(0, 1, 101)
scores = [f1_score(y_test, p >= t) for t in thresholds]
best = thresholds[np.argmax(scores)]
print(best, f1_score(y_test, p >= best))
"""
PICKED = """import pandas as pd
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
K_FIT, K_SCORE = "    model.fit(X_train, y_train)\n", "    score = model.score(X_test, y_test)\n"
K_LOOP, K_PART = (
    "for C in [0.01, 0.1, 1, 10]:\n",
    "X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, test_size=0.25, random_state=0)\n",
)
SEARCHED = """import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

df = pd.read_csv("churn.csv")
X, y = df.drop(columns="churn"), df["churn"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}, cv=5)
search.fit(X, y)
print(search.score(X_test, y_test))
"""
RANDOM = """import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["tenure"]], df["churn"], random_state=0)
forest = RandomForestClassifier(n_estimators=300)
forest.fit(X_train, y_train)
print(forest.score(X_test, y_test))
"""
FOREST = "RandomForestClassifier(n_estimators=300)"
FOLDED = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_score

df = pd.read_csv("churn.csv")
folds = KFold(5, random_state=0)
print(cross_val_score(LogisticRegression(), df[["tenure"]], df["churn"], cv=folds))
"""
LISTED = """import glob

import numpy as np
from sklearn.model_selection import train_test_split

files = glob.glob("images/*.png")
images = np.stack([np.fromfile(f) for f in files])
train, test = train_test_split(images, random_state=0)
"""
LOADED = """import torch

device = "cpu"
state = torch.load("model.pt", map_location=device, weights_only=False)
"""
LAGGED = """import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("sales.csv", parse_dates=["date"])
df["lag"] = df["sales"].shift(1)
df = df.dropna()
X, y = df[["lag"]], df["sales"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
G_SPLIT = "train_test_split(X, y, test_size=0.2, random_state=0)"

P, V, T, S = "leak-preprocess-before-split", "leak-text-vocabulary", "leak-fit-on-test", "leak-resample-before-split"
F, H, D = "leak-train-on-full-data", "metric-hard-labels", "seed-missing-split"
Z, E = "pt-missing-zero-grad", "pt-eval-missing"
W, TH, M, SE = (
    "leak-early-stopping-on-test",
    "leak-threshold-on-test",
    "leak-model-selection-on-test",
    "leak-search-on-full-data",
)
R, KF, LI = "seed-missing-estimator", "seed-kfold-no-shuffle", "seed-unordered-listing"
LO, TE = "sec-torch-load-unsafe", "leak-temporal-shuffle"
