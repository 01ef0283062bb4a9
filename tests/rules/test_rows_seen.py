"""Who has seen which rows: programs as people write them, leaky in one line, and programs that only look like that."""

from __future__ import annotations

import re

import pytest
from pages import EXPECT, analysed, found

from heldout.analysis.engine import Engine

HEAD = """import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("data.csv")
"""
X_Y = 'X, y = df.drop(columns="y"), df["y"]\n'
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
FIT = "model = LogisticRegression().fit(X_train, y_train)\n"

LEAKY = {
    "keyword arguments": X_Y
    + "X = StandardScaler().fit_transform(X=X)  # expect: leak-preprocess-before-split\n"
    + SPLIT
    + FIT
    + "print(accuracy_score(y_true=y_test, y_pred=model.predict(X=X_test)))\n",
    "accuracy by hand": X_Y
    + "X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-split\n"
    + SPLIT
    + FIT
    + "print(np.mean(model.predict(X_test) == y_test))\n",
    "only a report": X_Y
    + "X = PCA(5).fit_transform(X)  # expect: leak-preprocess-before-split\n"
    + SPLIT
    + FIT
    + "print(classification_report(y_test, model.predict(X_test)))\n",
    "predictions that go to a file": X_Y
    + "X = PCA(5).fit_transform(X)  # expect: leak-preprocess-before-split\n"
    + SPLIT
    + FIT
    + 'np.savetxt("predicted.txt", model.predict(X_test))\n',
    "a score somewhere else": "from study import evaluate\n"
    + X_Y
    + "X = PCA(5).fit_transform(X)  # expect: leak-preprocess-before-split\n"
    + SPLIT
    + FIT
    + "evaluate(model, X_test, y_test)\n",
    "five models, one cause": X_Y
    + "X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-split\n"
    + SPLIT
    + 'models = {"a": LogisticRegression(), "b": RandomForestClassifier(random_state=0)}\n'
    + "scores = {}\n"
    + "for name, model in models.items():\n"
    + "    model.fit(X_train, y_train)\n"
    + "    scores[name] = model.score(X_test, y_test)\n"
    + "print(scores)\n",
    "a comprehension of scores": X_Y
    + "X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-split\n"
    + SPLIT
    + "print([m.fit(X_train, y_train).score(X_test, y_test) for m in [LogisticRegression()]])\n",
    "parts in a dict": X_Y
    + "X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-split\n"
    + 'data = {}\ndata["train"], data["test"], y_train, y_test = train_test_split(X, y, random_state=0)\n'
    + 'model = LogisticRegression().fit(data["train"], y_train)\nprint(model.score(data["test"], y_test))\n',
    "a validation part by slices": X_Y
    + "X = StandardScaler().fit_transform(X)  # expect: leak-preprocess-before-split\n"
    + "model = LogisticRegression().fit(X[:800], y[:800])\nprint(model.score(X[800:], y[800:]))\n",
    "a fill in a dict": 'df = df.fillna({"a": df["a"].mean()})  # expect: leak-global-statistic\n'
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "a table of a class": "class Study:\n    def __init__(self, df):\n        self.df = df\n\n    def clean(self):\n"
    + '        self.df["a"] = self.df["a"].clip(upper=self.df["a"].quantile(0.9))  # expect: leak-global-statistic\n\n'
    + "study = Study(df)\nstudy.clean()\n"
    + 'train, test = train_test_split(study.df, random_state=0)\nmodel = LogisticRegression().fit(train[["a"]], train["y"])\n'
    + 'print(model.score(test[["a"]], test["y"]))\n',
    "a table changed two functions down": "def fill(t, column):\n"
    + "    t[column] = t[column].fillna(t[column].median())  # expect: leak-global-statistic\n\n"
    + 'def clean(table):\n    fill(table, "a")\n\nclean(df)\n'
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "a loop over columns": 'for c in ["a", "b"]:\n'
    + "    df[c] = (df[c] - df[c].mean()) / df[c].std()  # expect: leak-global-statistic\n"
    + 'X, y = df[["a", "b"]], df["y"]\n'
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "where": 'limit = df["a"].quantile(0.99)  # expect: leak-global-statistic\n'
    + 'df["a"] = np.where(df["a"] > limit, limit, df["a"])\n'
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "what a scaler shows of itself": X_Y
    + "scaler = StandardScaler()\nscaler.fit(X)  # expect: leak-preprocess-before-split\n"
    + "X = (X - scaler.mean_) / scaler.scale_\n"
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "columns by a loop": 'corr = df.corr()["y"]  # expect: leak-supervised-selection-before-split\n'
    + 'best = [c for c in df.columns if abs(corr[c]) > 0.2 and c != "y"]\n'
    + 'X, y = df[best], df["y"]\n'
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "numbers of the best columns": X_Y
    + "forest = RandomForestClassifier(random_state=0)\n"
    + "forest.fit(X, y)  # expect: leak-supervised-selection-before-split\n"
    + "order = np.argsort(forest.feature_importances_)[::-1]\nX = X.values[:, order[:10]]\n"
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "predictions of folds": X_Y
    + "Z = SelectKBest(k=5).fit_transform(X, y)  # expect: leak-supervised-selection-before-split\n"
    + "print(accuracy_score(y, cross_val_predict(LogisticRegression(), Z, y)))\n",
    "the parts of two samples": "train = df.sample(800, random_state=0)\n"
    + "test = df.sample(200, random_state=0)  # expect: leak-train-test-overlap\n"
    + 'model = LogisticRegression().fit(train[["a"]], train["y"])\nprint(model.score(test[["a"]], test["y"]))\n',
    "a test set that was learned": "test = df.sample(frac=0.2, random_state=0)  # expect: leak-train-test-overlap\n"
    + 'model = LogisticRegression().fit(df[["a"]], df["y"])\nprint(model.score(test[["a"]], test["y"]))\n',
    "three times the same": "df = pd.concat([df] * 3)  # expect: leak-duplicate-rows-before-split\n"
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "texts of both parts in one list": "from sklearn.feature_extraction.text import CountVectorizer\n"
    + "train, test = train_test_split(df, random_state=0)\nwords = CountVectorizer()\n"
    + "words.fit(list(train.text) + test.text.tolist())  # expect: leak-text-vocabulary\n"
    + "model = LogisticRegression().fit(words.transform(train.text), train.y)\n"
    + "print(model.score(words.transform(test.text), test.y))\n",
    "in a function of a function": "def main(path):\n    t = pd.read_csv(path)\n\n    def scale(columns):\n"
    + "        t[columns] = StandardScaler().fit_transform(t[columns])  # expect: leak-preprocess-before-split\n\n"
    + '    scale(["a", "b"])\n    train, test = train_test_split(t, random_state=0)\n'
    + '    model = LogisticRegression().fit(train[["a", "b"]], train.y)\n    return model.score(test[["a", "b"]], test.y)\n\n'
    + 'print(main("more.csv"))\n',
    "rows of an array twice": "X, y = df.drop(columns='y').values, df['y'].values\n"
    + "X = np.concatenate([X, X[y == 1]])  # expect: leak-duplicate-rows-before-split\n"
    + "y = np.concatenate([y, y[y == 1]])\n"
    + "print(cross_val_score(LogisticRegression(), X, y))\n",
}

CLEAN = {
    "a pipeline": X_Y
    + SPLIT
    + "model = make_pipeline(StandardScaler(), SelectKBest(k=5), LogisticRegression()).fit(X_train, y_train)\n"
    + "print(model.score(X_test, y_test))\n",
    "a search on scaled training rows, tested on others": X_Y
    + SPLIT
    + "scaler = StandardScaler().fit(X_train)\n"
    + 'search = GridSearchCV(LogisticRegression(), {"C": [1, 2]}).fit(scaler.transform(X_train), y_train)\n'
    + "print(search.score(scaler.transform(X_test), y_test))\n",
    "looked at, and left alone": 'print(df.describe(), df.corr()["y"], df["a"].mean())\n'
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "a copy was changed": 'def looked(t):\n    t = t.copy()\n    t["a"] = t["a"].fillna(t["a"].mean())\n    print(t.head())\n\nlooked(df)\n'
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "another column": 'df["a"] = df["a"].fillna(df["a"].mean())\nX, y = df[["b", "c"]], df["y"]\n'
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "a column that went": 'df["z"] = (df["a"] - df["a"].mean()) / df["a"].std()\ndf = df[df["z"] < 3].drop(columns=["z"])\n'
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "weights of classes": X_Y
    + "weight = (y == 0).sum() / (y == 1).sum()\n"
    + SPLIT
    + "model = LogisticRegression(class_weight={0: 1, 1: weight}).fit(X_train, y_train)\n"
    + "print(classification_report(y_test, model.predict(X_test)))\n",
    "as many of each": 'n = df["y"].value_counts().min()\n'
    + "df = pd.concat([df[df.y == 0].sample(n, random_state=0), df[df.y == 1].sample(n, random_state=0)])\n"
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "a length for somebody else": "from texts import pad\n"
    + 'longest = df["text"].str.len().max()\nX, y = pad(df["text"], longest), df["y"]\n'
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "columns that repeat each other": X_Y
    + "corr = X.corr().abs()\nupper = corr.where(np.triu(np.ones(corr.shape), k=1).astype(bool))\n"
    + "X = X.drop(columns=[c for c in upper.columns if any(upper[c] > 0.95)])\n"
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "columns that are mostly empty": "df = df.loc[:, df.isnull().mean() < 0.5]\n"
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "values that are missing are predicted": X_Y
    + 'X = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)\nknown = X["a"].notna()\n'
    + 'model = RandomForestClassifier(random_state=0).fit(X[known][["b"]], X[known]["a"])\n'
    + 'X.loc[~known, "a"] = model.predict(X[~known][["b"]])\n',
    "a file without labels": 'train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")\n'
    + "both = pd.concat([train, test])\n"
    + 'both["a"] = both["a"].fillna(both["a"].mean())\ntrain, test = both[: len(train)], both[len(train) :]\n'
    + 'model = LogisticRegression().fit(train[["a"]], train["y"])\n'
    + 'pd.DataFrame({"y": model.predict(test[["a"]])}).to_csv("submission.csv")\n',
    "equal seeds": X_Y
    + "X_train, _, y_train, _ = train_test_split(X, y, random_state=0)\n"
    + "_, X_test, _, y_test = train_test_split(X, y, random_state=0)\n"
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "copies of training rows": X_Y
    + SPLIT
    + "X_train = pd.concat([X_train, X_train[y_train == 1]])\ny_train = pd.concat([y_train, y_train[y_train == 1]])\n"
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "columns below each other": 'words = pd.concat([df["question"], df["answer"]])\nprint(words.str.len().mean())\n'
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n",
    "said to be the training score": X_Y
    + "model = RandomForestClassifier(random_state=0).fit(X, y)\n"
    + 'print("Accuracy on the training rows:", model.score(X, y))\n',
    "a score that nobody sees": X_Y
    + "model = RandomForestClassifier(random_state=0).fit(X, y)\nassert model.score(X, y) > 0.5\n",
    "learned again before it is handed over": "import joblib\n"
    + X_Y
    + SPLIT
    + FIT
    + "print(model.score(X_test, y_test))\n"
    + 'joblib.dump(make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y), "model.joblib")\n',
    "every fold fits its own": X_Y
    + "for train, test in KFold(5).split(X):\n"
    + "    scaler = StandardScaler().fit(X.iloc[train])\n"
    + "    model = LogisticRegression().fit(scaler.transform(X.iloc[train]), y.iloc[train])\n"
    + "    print(model.score(scaler.transform(X.iloc[test]), y.iloc[test]))\n",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def marked(code: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """A program without its comments on what is expected, and what they say: line (0-based) and rule."""
    lines = code.splitlines()
    expected = [(n, m.group(1)) for n, line in enumerate(lines) if (m := EXPECT.search(line)) is not None]
    return "\n".join([EXPECT.sub("", line) for line in lines]) + "\n", tuple(expected)


@pytest.mark.parametrize("body", LEAKY.values(), ids=LEAKY.keys())
def test_found_once_where_it_happens(engine: Engine, body: str) -> None:
    code, expected = marked(HEAD + body)
    assert found(analysed(engine, code)) == expected


@pytest.mark.parametrize("body", CLEAN.values(), ids=CLEAN.keys())
def test_silence(engine: Engine, body: str) -> None:
    assert not re.search("expect:", body)
    assert found(analysed(engine, HEAD + body)) == ()


def test_one_cause_tells_of_all_that_it_spoils(engine: Engine) -> None:
    code, _ = marked(HEAD + LEAKY["five models, one cause"])
    (finding,) = analysed(engine, code).findings
    story = [step.message for step in finding.related]
    assert story[0] == "the rows are read here"
    assert "`model.score` is computed on rows that were already seen" in story
