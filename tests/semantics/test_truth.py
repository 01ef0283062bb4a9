"""Constants decide tests, and known tuples are gone through item by item: what never runs, or runs on other rows, is not accused."""

from __future__ import annotations

import pytest
from flows import PREFACE

from heldout.analysis.engine import Analyser, Engine
from heldout.source.document import Cell, Document

READ = """
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
"""
END = """
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
FIT = "leak-fit-on-test"

DECIDED = {
    "a flag": "def prepare(X, train):\n    if train:\n        return s.fit_transform(X)\n    return s.transform(X)\n"
    "s = StandardScaler()\nX_train, X_test = prepare(X_train, True), prepare(X_test, False)\n",
    "a flag in words": "def prepare(X, part='test'):\n    return s.fit_transform(X) if part == 'train' else s.transform(X)\n"
    "s = StandardScaler()\nX_train, X_test = prepare(X_train, 'train'), prepare(X_test)\n",
    "one of several words": "def prepare(X, part):\n    if part not in ('test', 'val'):\n        s.fit(X)\n    return s.transform(X)\n"
    "s = StandardScaler()\nX_train, X_test = prepare(X_train, 'train'), prepare(X_test, 'test')\n",
    "how a word ends": "def prepare(X, part):\n    if part.lower().endswith(('train', 'fit')):\n        s.fit(X)\n    return s.transform(X)\n"
    "s = StandardScaler()\nX_train, X_test = prepare(X_train, 'Train'), prepare(X_test, 'Test')\n",
    "an object or none": "def prepare(X, s=None):\n    if s is None:\n        s = StandardScaler().fit(X)\n    return s.transform(X), s\n"
    "X_train, s = prepare(X_train)\nX_test, _ = prepare(X_test, s)\n",
    "or": "def prepare(X, s=None):\n    s = s or StandardScaler().fit(X)\n    return s.transform(X), s\n"
    "X_train, s = prepare(X_train)\nX_test, _ = prepare(X_test, s)\n",
}
OPEN = {
    "nobody knows the flag": "def prepare(X, train):\n    if train:\n        return s.fit_transform(X)\n    return s.transform(X)\n"
    "s = StandardScaler()\nX_train, X_test = prepare(X_train, True), prepare(X_test, flag)\n",
    "perhaps there is none": "s = None\nif fancy:\n    s = StandardScaler().fit(X_train)\nif s is None:\n"
    "    X_train = StandardScaler().fit_transform(X_train)\n    X_test = StandardScaler().fit_transform(X_test)\n",
    "a loop changes it": "s = StandardScaler().fit(X_train)\nfirst = True\nfor i in range(3):\n    if not first:\n"
    "        X_test = s.fit_transform(X_test)\n    first = False\n",
}
ITEMS = {
    "a generator": "X_train, X_test = (s.transform(part) for part in (X_train, X_test))\n",
    "map": "X_train, X_test = map(s.transform, (X_train, X_test))\n",
    "a dict": "parts = {name: s.transform(part) for name, part in (('train', X_train), ('test', X_test))}\n"
    "X_train, X_test = parts['train'], parts['test']\n",
    "zip": "parts = dict(zip(['train', 'test'], [s.transform(X_train), s.transform(X_test)]))\n"
    "X_train, X_test = parts['train'], parts['test']\n",
}


def found(engine: Engine, code: str) -> set[str]:
    findings = Analyser(engine).update(Document("file:///p.py", (Cell("", PREFACE + code),))).findings
    return {finding.rule for finding in findings if finding.rule.startswith("leak-")}


@pytest.mark.parametrize("code", DECIDED.values(), ids=DECIDED)
def test_what_never_runs_is_not_accused(engine: Engine, code: str) -> None:
    assert found(engine, READ + code + END) == set()


@pytest.mark.parametrize("code", OPEN.values(), ids=OPEN)
def test_what_may_run_is(engine: Engine, code: str) -> None:
    assert found(engine, READ + code + END) == {FIT}


@pytest.mark.parametrize("code", ITEMS.values(), ids=ITEMS)
def test_the_items_of_a_tuple_keep_their_rows(engine: Engine, code: str) -> None:
    early, late = "s = StandardScaler().fit(X)\n", "s = StandardScaler().fit(X_train)\n"
    assert found(engine, READ + early + code + END) == {"leak-preprocess-before-split"}
    assert found(engine, READ + late + code + END) == set()
