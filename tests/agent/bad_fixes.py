"""Bad fixes as hurried models write them: each removes a finding, or seems to, and breaks something else.

They were written before the checks that turn them down, rule by rule, as changes of a program with a finding.
"""

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

BAD = (
    Bad("deletes the scaling", P, SCALED, ((FIT, ""), (SPLIT, BARE))),
    Bad("scales the training part only", P, SCALED, ((FIT, ""), (SPLIT, BARE + LATE.split("\n")[0] + "\n"))),
    Bad("fits a second time on the test rows", P, SCALED, ((FIT, ""), (SPLIT, BARE + LATE.replace(".transform", ".fit_transform")))),
    Bad("a second scaler for the test rows", P, SCALED, ((FIT, ""), (SPLIT, BARE + LATE.replace("X_test = scaler.transform", "X_test = StandardScaler().fit_transform")))),
    Bad("learns from the test rows, transforms the training rows", P, SCALED, ((FIT, ""), (SPLIT, BARE + "X_test = scaler.fit_transform(X_test)\nX_train = scaler.transform(X_train)\n"))),
    Bad("widens the test part", P, SCALED, ((FIT, ""), (SPLIT, BARE.replace("0.2", "0.25") + LATE))),
    Bad("another seed", P, SCALED, ((FIT, ""), (SPLIT, BARE.replace("=7", "=42") + LATE))),
    Bad("does not shuffle", P, SCALED, ((FIT, ""), (SPLIT, BARE.replace("=7)", "=7, shuffle=False)") + LATE))),
    Bad("stratifies as well", P, SCALED, ((FIT, ""), (SPLIT, BARE.replace("=7)", "=7, stratify=y)") + LATE))),
    Bad("scores on the training rows", P, SCALED, (*RIGHT, ("accuracy_score(y_test, model.predict(X_test))", "accuracy_score(y_train, model.predict(X_train))"))),
    Bad("drops one of two metrics", P, SCALED, (*RIGHT, (LAST, ""))),
    Bad("swaps what is compared", P, SCALED, (*RIGHT, ("accuracy_score(y_test, model.predict(X_test))", "accuracy_score(model.predict(X_test), y_test)"))),
    Bad("fits the model on the test rows, too", P, SCALED, (*RIGHT, (MODEL, MODEL + "model.fit(X_test, y_test)\n"))),
    Bad("catches what goes wrong", P, SCALED, ((FIT, ""), (SPLIT, BARE + "try:\n    X_train = scaler.fit_transform(X_train)\n    X_test = scaler.transform(X_test)\nexcept ValueError:\n    pass\n"))),
    Bad("another scaler", P, SCALED, (*RIGHT, ("scaler = StandardScaler()", "scaler = StandardScaler(with_mean=False)"))),
    Bad("inverts the scaling", P, SCALED, ((FIT, ""), (SPLIT, BARE + LATE.replace("scaler.transform", "scaler.inverse_transform")))),
    Bad("scales the training rows twice", P, SCALED, ((FIT, ""), (SPLIT, BARE + "X_train = scaler.fit_transform(X_train)\nX_train = scaler.transform(X_train)\nX_test = scaler.transform(X_test)\n"))),
    Bad("fits on both parts again", P, SCALED, ((FIT, ""), (SPLIT, BARE + "scaler.fit(pd.concat([X_train, X_test]))\nX_train = scaler.transform(X_train)\nX_test = scaler.transform(X_test)\n"))),
    Bad("splits what was scaled and throws it away", P, SCALED, ((SPLIT, BARE + LATE),)),
    Bad("scales the labels", P, SCALED, ((FIT, ""), (SPLIT, BARE + "y_train = scaler.fit_transform(y_train)\ny_test = scaler.transform(y_test)\n"))),
    Bad("scales after the model was fitted", P, SCALED, ((FIT, ""), (SPLIT, BARE), (MODEL, MODEL + LATE))),
    Bad("the vocabulary of the test part", V, TEXTS, ((T_FIT, ""), (T_SPLIT, T_BARE + "    b = vectorizer.fit_transform(b)\n    a = vectorizer.transform(a)\n"))),
    Bad("another least frequency", V, TEXTS, ((T_FIT, ""), (T_SPLIT, T_BARE + "    a = vectorizer.fit_transform(a)\n    b = vectorizer.transform(b)\n"), ("min_df=2", "min_df=1"))),
    Bad("turns the parts around", V, TEXTS, ((T_FIT, ""), (T_SPLIT, T_BARE.replace("a, b", "b, a") + "    a = vectorizer.fit_transform(a)\n    b = vectorizer.transform(b)\n"))),
    Bad("no imputing of the test rows", T, SECOND, ((AGAIN, "B = test[columns]\n"),)),
    Bad("tests on the training rows", T, SECOND, ((AGAIN, "B = imputer.transform(train[columns])\n"),)),
    Bad("scores the training rows", T, SECOND, ((AGAIN, "B = imputer.transform(test[columns])\n"), ('forest.score(B, test["price"])', 'forest.score(A, train["price"])'))),
    Bad("another imputer", T, SECOND, ((AGAIN, 'B = SimpleImputer(strategy="median").fit_transform(test[columns])\n'),)),
    Bad("fits on the held-out rows", F, FULL, ((F_FIT, "booster.fit(X_held, y_held)\n"),)),
    Bad("measures on all rows", F, FULL, ((F_SCORE, "print(f1_score(y, booster.predict(X)))\n"),)),
    Bad("mixes up features and labels", F, FULL, ((F_FIT, "booster.fit(X_fit, y_held)\n"),)),
    Bad("fits twice", F, FULL, ((F_FIT, "booster.fit(X_fit, y_fit)\nbooster.fit(X_held, y_held)\n"),)),
    Bad("resamples the test rows as well", S, SMOTED, ((SMOTE, ""), (S_SPLIT, S_SPLIT + S_LATE + S_LATE.replace("_train", "_test")))),
    Bad("forgets the resampling", S, SMOTED, ((SMOTE, ""),)),
    Bad("weights in its place", S, SMOTED, ((SMOTE, ""), ("RandomForestClassifier(random_state=0)", 'RandomForestClassifier(random_state=0, class_weight="balanced")'))),
    Bad("resamples and does not use it", S, SMOTED, ((SMOTE, ""), (S_SPLIT, S_SPLIT + S_LATE.replace("X_train, y_train =", "X_more, y_more =")))),
    Bad("the wrong column of the probabilities", H, LABELS, ((L_SCORE, "print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 0]))\n"),)),
    Bad("another metric", H, LABELS, ((L_SCORE, "print(accuracy_score(y_test, model.predict(X_test)))\n"), ("import roc_auc_score", "import accuracy_score"))),
    Bad("probabilities of the training rows", H, LABELS, ((L_SCORE, "print(roc_auc_score(y_train, model.predict_proba(X_train)[:, 1]))\n"),)),
    Bad("no seed but no shuffling", D, UNSEEDED, ((U_SPLIT, "train_test_split(X, y, test_size=0.2, shuffle=False)"),)),
    Bad("a seed that is none", D, UNSEEDED, ((U_SPLIT, "train_test_split(X, y, test_size=0.2, stratify=y, random_state=None)"),)),
    Bad("a seed from the clock", D, UNSEEDED, ((U_SPLIT, "train_test_split(X, y, test_size=0.2, stratify=y, random_state=hash(str(y)))"),)),
    Bad("a seed in place of the classes", D, UNSEEDED, ((U_SPLIT, "train_test_split(X, y, test_size=0.2, random_state=SEED)"),)),
    Bad("clears between backward and step", Z, TRAINED, ((STEP, "            optimizer.zero_grad()\n" + STEP),)),
    Bad("clears once an epoch", Z, TRAINED, (("        for batch, target in loader:\n", "        optimizer.zero_grad()\n        for batch, target in loader:\n"),)),
    Bad("detaches the loss", Z, TRAINED, ((LOSS, LOSS.replace("network(batch)", "network(batch).detach()")),)),
    Bad("steps no more", Z, TRAINED, ((STEP, "            optimizer.zero_grad()\n"),)),
    Bad("evaluation mode for training, too", E, PREDICTED, (("        network.train()\n", "        network.eval()\n"),)),
    Bad("no gradients, still dropout", E, PREDICTED, ((QUIET, "        network.requires_grad_(False)\n" + QUIET),)),
    Bad("evaluation mode inside, once too late", E, PREDICTED, (("        print(epoch, total)\n", "        network.eval()\n        print(epoch, total)\n"),)),
    Bad("stops by the training rows", W, STOPPED, ((W_FIT, W_FIT.replace("_test", "_train")),)),
    Bad("no early stopping any more", W, STOPPED, ((", early_stopping_rounds=50", ""), )),
    Bad("watches nothing", W, STOPPED, ((W_FIT, "model.fit(X_train, y_train)\n"), )),
    Bad("learns from the part that stops it", W, STOPPED, ((W_FIT, W_PART + "model.fit(X_train, y_train, eval_set=[(X_val, y_val)])\n"),)),
    Bad("splits the test rows", W, STOPPED, ((W_FIT, W_PART.replace("X_train, y_train", "X_test, y_test") + "model.fit(X_train, y_train, eval_set=[(X_val, y_val)])\n"),)),
    Bad("splits all rows anew", W, STOPPED, ((W_FIT, W_PART.replace("X_train, y_train", "X, y") + "model.fit(X_fit, y_fit, eval_set=[(X_val, y_val)])\n"),)),
    Bad("measures on the part that stops it", W, STOPPED, ((W_FIT, W_PART + "model.fit(X_fit, y_fit, eval_set=[(X_val, y_val)])\n"), (W_SCORE, W_SCORE.replace("_test", "_val")))),
    Bad("turns the parts of the validation around", W, STOPPED, ((W_FIT, W_PART.replace("X_fit, X_val, y_fit, y_val", "X_val, X_fit, y_val, y_fit") + "model.fit(X_fit, y_fit, eval_set=[(X_val, y_val)])\n"),)),
    Bad("learns from the validation part, stops by the rest", W, STOPPED, ((W_FIT, W_PART + "model.fit(X_val, y_val, eval_set=[(X_fit, y_fit)])\n"),)),
    Bad("labels of other rows", W, STOPPED, ((W_FIT, W_PART + "model.fit(X_fit, y_fit, eval_set=[(X_val, y_fit)])\n"),)),
    Bad("another number of rounds", W, STOPPED, ((W_FIT, W_PART + "model.fit(X_fit, y_fit, eval_set=[(X_val, y_val)])\n"), ("=50", "=10"))),
    Bad("stops the old split from stratifying", W, STOPPED, ((W_FIT, W_PART + "model.fit(X_fit, y_fit, eval_set=[(X_val, y_val)])\n"), ("stratify=y, ", ""))),
    Bad("a threshold of one half", TH, TUNED, (("best = thresholds[np.argmax(scores)]", "best = 0.5"),)),
    Bad("tunes on the training rows", TH, TUNED, (("scores = [f1_score(y_test, p >= t) for t in thresholds]", "scores = [f1_score(y_train, p >= t) for t in thresholds]"),)),
    Bad("takes the worst threshold", TH, TUNED, (("np.argmax(scores)", "np.argmin(scores)"),)),
    Bad("picks by the training rows", M, PICKED, ((K_SCORE, K_SCORE.replace("_test", "_train")),)),
    Bad("picks by rows that were learned from", M, PICKED, ((K_LOOP, K_PART + K_LOOP), (K_SCORE, K_SCORE.replace("_test", "_val")))),
    Bad("picks the last one", M, PICKED, (("    if score > best_score:\n", "    if True:\n"),)),
    Bad("picks the worst one", M, PICKED, ((K_LOOP, K_PART + K_LOOP), (K_FIT, K_FIT.replace("_train", "_fit")), (K_SCORE, K_SCORE.replace("_test", "_val")), ("score > best", "score < best"))),
    Bad("fewer candidates", M, PICKED, ((K_LOOP, K_PART + K_LOOP.replace("0.01, ", "")), (K_FIT, K_FIT.replace("_train", "_fit")), (K_SCORE, K_SCORE.replace("_test", "_val")))),
    Bad("validation part out of the test rows", M, PICKED, ((K_LOOP, K_PART.replace("_train", "_test") + K_LOOP), (K_SCORE, K_SCORE.replace("_test", "_val")))),
    Bad("searches on the test rows", SE, SEARCHED, (("search.fit(X, y)", "search.fit(X_test, y_test)"),)),
    Bad("fewer folds", SE, SEARCHED, (("search.fit(X, y)", "search.fit(X_train, y_train)"), ("cv=5", "cv=2"))),
    Bad("scores what was searched", SE, SEARCHED, (("search.score(X_test, y_test)", "search.score(X, y)"),)),
    Bad("the best score in place of the test", SE, SEARCHED, (("search.score(X_test, y_test)", "search.best_score_"),)),
    Bad("no seed but bootstrap=False", R, RANDOM, ((FOREST, "RandomForestClassifier(n_estimators=300, bootstrap=False)"),)),
    Bad("a seed and fewer trees", R, RANDOM, ((FOREST, "RandomForestClassifier(n_estimators=30, random_state=0)"),)),
    Bad("a seed that is the data", R, RANDOM, ((FOREST, "RandomForestClassifier(n_estimators=300, random_state=df)"),)),
    Bad("another model", R, RANDOM, ((FOREST, "RandomForestClassifier(n_estimators=300, random_state=0, max_depth=3)"),)),
    Bad("another number of folds", KF, FOLDED, (("KFold(5, random_state=0)", "KFold(3, random_state=0, shuffle=True)"),)),
    Bad("another seed, too", KF, FOLDED, (("KFold(5, random_state=0)", "KFold(5, random_state=1, shuffle=True)"),)),
    Bad("no folds of its own", KF, FOLDED, (("cv=folds", "cv=5"),)),
    Bad("sorts another thing", LI, LISTED, (('files = glob.glob("images/*.png")', 'files = sorted("images/*.png")'),)),
    Bad("sorts and leaves some out", LI, LISTED, (('glob.glob("images/*.png")', 'sorted(glob.glob("images/*.png"))[:100]'),)),
    Bad("takes a set of them", LI, LISTED, (('glob.glob("images/*.png")', 'sorted(set(glob.glob("images/*.png")))'),)),
    Bad("loads another file", LO, LOADED, (('"model.pt"', '"other.pt"'), ("weights_only=False", "weights_only=True"))),
    Bad("loads elsewhere", LO, LOADED, ((", map_location=device, weights_only=False", ", weights_only=True"),)),
    Bad("loads with pickle", LO, LOADED, (('torch.load("model.pt", map_location=device, weights_only=False)', '__import__("pickle").load(open("model.pt", "rb"))'),)),
    Bad("in order, and a larger test part", TE, LAGGED, ((G_SPLIT, "train_test_split(X, y, test_size=0.3, random_state=0, shuffle=False)"),)),
    Bad("drops the lag", TE, LAGGED, (('df["lag"] = df["sales"].shift(1)\n', 'df["lag"] = df["sales"]\n'),)),
    Bad("in order, and scored on the training rows", TE, LAGGED, ((G_SPLIT, "train_test_split(X, y, test_size=0.2, random_state=0, shuffle=False)"), ("model.score(X_test, y_test)", "model.score(X_train, y_train)"))),
)  # fmt: skip
