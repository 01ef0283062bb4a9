"""Every way to split: the parts share no row, and lie inside what was split."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Engine
from heldout.semantics.rows import Relation, relate, share
from heldout.semantics.run import Interpreter
from heldout.semantics.values import Value
from heldout.source.document import Cell, Document
from heldout.syntax.program import update

IMPORTS = """
import numpy as np
import pandas as pd
import torch
from sklearn.model_selection import GroupShuffleSplit, KFold, ShuffleSplit, StratifiedKFold, train_test_split
from torch.utils.data import random_split
df = pd.read_csv("data.csv")
X = df.drop(columns=["y"])
y = df["y"]
"""


def table(engine: Engine, code: str) -> dict[object, Value]:
    program = update(None, Document("file:///p.py", (Cell("", IMPORTS + code),)))
    return Interpreter(engine.models).run(program.units())[1]


SPLITS = {
    "train_test_split": "train, test = train_test_split(X, test_size=0.2, random_state=0)",
    "of two arrays": "train, test, y_train, y_test = train_test_split(X, y)",
    "by attribute": "import sklearn.model_selection as ms\ntrain, test = ms.train_test_split(X)",
    "nested": "rest, test = train_test_split(X)\ntrain, val = train_test_split(rest)",
    "positions": "train = X.iloc[:800]\ntest = X.iloc[800:]",
    "a size in a name": "n = int(len(X) * 0.8)\ntrain, test = X[:n], X[n:]",
    "a size in place": "train = X[: int(len(X) * 0.8)]\ntest = X[int(len(X) * 0.8) :]",
    "from the end": "train, test = X[:-100], X[-100:]",
    "an array": "a = X.values\ntrain, test = a[:800, :], a[800:, :]",
    "a mask": "mask = np.random.rand(len(X)) < 0.8\ntrain, test = X[mask], X[~mask]",
    "a date": 'train = X[X["date"] < "2020"]\ntest = X[X["date"] >= "2020"]',
    "loc with a date": 'train = X.loc[X["date"] < "2020", "a"]\ntest = X.loc[X["date"] >= "2020", "a"]',
    "a column of parts": 'train = X[X["part"] == "train"]\ntest = X[X["part"] == "test"]',
    "sample and drop": "train = X.sample(frac=0.8, random_state=0)\ntest = X.drop(train.index)",
    "drop by name": "train = X.sample(frac=0.8)\ntest = X.drop(index=train.index)",
    "permuted positions": "index = np.random.permutation(len(X))\ntrain, test = X.iloc[index[:80]], X.iloc[index[80:]]",
    "folds": "for a, b in KFold(5).split(X):\n    train, test = X.iloc[a], X.iloc[b]",
    "folds with enumerate": "for i, (a, b) in enumerate(StratifiedKFold(5).split(X, y)):\n    train, test = X.iloc[a], X.iloc[b]",
    "one fold": "a, b = next(GroupShuffleSplit(1).split(X, y, df['group']))\ntrain, test = X.iloc[a], X.iloc[b]",
    "one of a list": "a, b = list(ShuffleSplit(1).split(X))[0]\ntrain, test = X.iloc[a], X.iloc[b]",
    "a function": "def split(data):\n    return train_test_split(data, test_size=0.2)\n\ntrain, test = split(X)",
    "a function that names": "def split(data, size=0.2):\n    a, b = train_test_split(data, test_size=size)\n    return a, b\n\ntrain, test = split(X, size=0.3)",
    "random_split": "train, test = random_split(X, [0.8, 0.2])",
    "a dict of parts": "a, b = train_test_split(X)\nparts = {'train': a, 'test': b}\ntrain, test = parts['train'], parts['test']",
    "a method": "class Data:\n    def __init__(self, X):\n        self.train, self.test = train_test_split(X)\n\nd = Data(X)\ntrain, test = d.train, d.test",
    "reset_index": "train, test = train_test_split(df)\ntrain = train.reset_index(drop=True)\ntest = test.reset_index(drop=True)",
    "columns of the parts": "a, b = train_test_split(df)\ntrain, test = a.drop('y', axis=1), b[['a', 'b']]",
    "to_numpy": "a, b = train_test_split(df)\ntrain, test = a.to_numpy(), b.values",
    "six arrays": "train, test, b, c, d, e = train_test_split(X, y, df['w'])",
    "three slices": "n, m = 600, 800\ntrain, val, test = X[:n], X[n:m], X[m:]",
    "the first and the last of three": "n = int(len(X) * 0.6)\nm = int(len(X) * 0.8)\ntrain, val, test = X[:n], X[n:m], X[m:]",
    "the middle of three": "n = len(X) // 2\nk = 10\ntrain, test = X[:n], X[n : n + k]",
    "with a gap": "train, test = X[:600], X[700:]",
    "np.split": "train, test = np.split(X.values, [800])",
    "np.split of shuffled rows": "train, val, test = np.split(df.sample(frac=1, random_state=0), [600, 800])",
    "array_split": "train, test = np.array_split(X, 2)",
    "numbers that were split": "a, b = train_test_split(np.arange(len(X)))\ntrain, test = X.iloc[a], X.iloc[b]",
    "labels that were split": "a, b = train_test_split(df.index)\ntrain, test = df.loc[a], df.loc[b]",
    "not among the labels": "train = df.sample(frac=0.8)\ntest = df[~df.index.isin(train.index)]",
    "drop in place": "test = df.sample(frac=0.2)\ntrain = df.copy()\ntrain.drop(test.index, inplace=True)",
    "chosen numbers and the rest": "a = np.random.choice(len(X), 80, replace=False)\nb = np.setdiff1d(np.arange(len(X)), a)\ntrain, test = X.iloc[a], X.iloc[b]",
    "shuffled numbers": "a = np.arange(len(X))\nnp.random.shuffle(a)\ntrain, test = X.values[a[:80]], X.values[a[80:]]",
    "a fold's number": "for fold in range(5):\n    train, test = df[df.fold != fold], df[df.fold == fold]",
    "Subset": "from torch.utils.data import Subset\nd = torch.utils.data.TensorDataset(torch.tensor(X.values))\na = torch.randperm(len(d))\ntrain, test = Subset(d, a[:800]), Subset(d, a[800:])",
    "Subset of ranges": "from torch.utils.data import Subset\nd = torch.utils.data.TensorDataset(torch.tensor(X.values))\ntrain, test = Subset(d, range(800)), Subset(d, range(800, 1000))",
    "walrus": "if (n := int(len(X) * 0.8)) > 0:\n    train, test = X[:n], X[n:]",
    "put together and cut again": "both = pd.concat([df, pd.read_csv('more.csv')])\ntrain, test = both[:800], both[800:]\ndf = both",
}


@pytest.mark.parametrize("code", SPLITS.values(), ids=SPLITS.keys())
def test_the_parts_share_no_row(engine: Engine, code: str) -> None:
    values = table(engine, code)
    train, test = values["train"].data_rows(), values["test"].data_rows()
    assert train is not None
    assert test is not None
    assert relate(train, test) is Relation.DISJOINT
    whole = values["df"].data_rows()
    assert whole is not None
    assert relate(test, whole) is Relation.INSIDE


NO_SPLITS = {
    "two splits": "train, _ = train_test_split(X)\n_, test = train_test_split(X)",
    "overlapping slices": "train, test = X[:80], X[60:]",
    "overlapping fractions": "train, test = X[: int(len(X) * 0.8)], X[int(len(X) * 0.7) :]",
    "from both ends": "train, test = X[:800], X[-200:]",
    "every other row": "train, test = X[:800:2], X[1::2]",
    "unknown masks": "train, test = X[load_mask('train')], X[load_mask('test')]",
    "two files": 'train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")',
    "two samples": "train, test = X.sample(100), X.sample(100)",
    "unknown function": "train, test = split(X)",
    "keys of something unknown": "data = load()\ntrain, test = data['train'], data['test']",
}


@pytest.mark.parametrize("code", NO_SPLITS.values(), ids=NO_SPLITS.keys())
def test_what_is_not_proved_is_unknown(engine: Engine, code: str) -> None:
    values = table(engine, code)
    train, test = values["train"].data_rows(), values["test"].data_rows()
    assert train is not None
    assert test is not None
    assert relate(train, test) is Relation.UNKNOWN


def test_the_share_of_a_part_is_known_where_the_code_says_it(engine: Engine) -> None:
    values = table(
        engine, "rest, test = train_test_split(X, test_size=0.2)\ntrain, val = train_test_split(rest, test_size=0.25)"
    )
    whole = values["X"].data_rows()
    parts = [values[name].data_rows() for name in ("train", "val", "test")]
    assert whole is not None
    assert [share(part, whole) for part in parts if part is not None] == pytest.approx([0.6, 0.2, 0.2])


SAME = {
    "scaled": "from sklearn.preprocessing import StandardScaler\nz = StandardScaler().fit_transform(X)",
    "columns": "z = X[['a', 'b']]",
    "a loop over columns": "z = X.copy()\nfor c in z.columns:\n    z[c] = z[c].fillna(0)",
    "filled": "z = X.fillna(0)",
    "put side by side": "z = pd.concat([X[['a']], X[['b']]], axis=1)",
    "both parts again": "a, b = train_test_split(X)\nz = pd.concat([a, b])",
    "an array": "z = np.asarray(X)",
    "columns of what may be an array": "names = ['a', 'b']\nz = np.asarray(X)[names]",
    "a branch": "z = X\nif len(X) > 3:\n    z = X.fillna(0)",
    "pipe": "z = X.pipe(lambda d: d.fillna(0))",
}


@pytest.mark.parametrize("code", SAME.values(), ids=SAME.keys())
def test_these_are_still_the_same_rows(engine: Engine, code: str) -> None:
    values = table(engine, code)
    rows, whole = values["z"].data_rows(), values["X"].data_rows()
    assert rows is not None
    assert whole is not None
    assert relate(rows, whole) is Relation.SAME
