"""Programs as what they compute: names and places make no difference, all else does."""

from __future__ import annotations

import ast

import pytest

from heldout.findings.meaning import meaning
from heldout.findings.terms import Meaning, Table
from heldout_rules.keeping.later import ESTIMATORS

HEAD = (
    "import numpy as np\nfrom sklearn.svm import SVC\nfrom sklearn.preprocessing import StandardScaler, TargetEncoder\n"
)
HEAD += "from sklearn.model_selection import train_test_split\nX, y = np.load('X.npy'), np.load('y.npy')\n"
PARTS = "a, b, c, d = train_test_split(X, y, random_state=0)\n"


def read(table: Table, code: str) -> Meaning | None:
    return meaning([(0, node) for node in ast.parse(HEAD + code).body], table, ESTIMATORS.words)


def alike(one: str, other: str) -> bool:
    """Whether both do the same things that can be seen."""
    table = Table(ESTIMATORS.shape)
    first, second = read(table, one), read(table, other)
    assert first is not None
    assert second is not None
    return first.units[""].effects == second.units[""].effects


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("print(SVC().fit(X, y).score(X, y))", "m = SVC()\nm.fit(X, y)\nprint(m.score(X, y))"),
        ("z = X\nprint(z.mean())", "print(X.mean())"),
        ("print([i for i in X])", "print([row for row in X])"),
        (PARTS + "print((a - 1) / 2)", "z = (X - 1) / 2\n" + PARTS.replace("X", "z") + "print(a)"),
        ("s = StandardScaler()\nprint(s.fit_transform(X))", "s = StandardScaler().fit(X)\nprint(s.transform(X))"),
        (
            "from sklearn.pipeline import make_pipeline\nm = make_pipeline(StandardScaler(), SVC()).fit(X, y)\nprint(m.score(X, y))",
            "s = StandardScaler().fit(X, y)\nm = SVC().fit(s.transform(X), y)\nprint(m.score(s.transform(X), y))",
        ),
        ("for i in X:\n    print(i)", "for row in X:\n    print(row)"),
    ],
)
def test_names_and_places_make_no_difference(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("print(SVC(C=1).fit(X, y))", "print(SVC(C=2).fit(X, y))"),
        ("print(X.mean())\nprint(y.mean())", "print(y.mean())\nprint(X.mean())"),
        ("m = SVC()\nm.fit(X, y)\nprint(m.score(X, y))", "m = SVC()\nprint(m.score(X, y))\nm.fit(X, y)"),
        ("a, b = np.random.rand(2), np.random.rand(2)\nprint(a, b)", "a = np.random.rand(2)\nprint(a, a)"),
        ("X.sort()\nprint(X[0])", "print(X[0])"),
        ("SVC().fit(X, y)\nprint(1)", "print(1)"),
        ("m = SVC()\nm.fit(y, y)\nm.fit(X, y)\nprint(m)", "m = SVC()\nm.fit(X, y)\nprint(m)"),
        ("for m in [SVC()]:\n    m.fit(X, y)", "for m in [SVC()]:\n    m.fit(X, X)"),
        ("e = TargetEncoder()\nprint(e.fit_transform(X, y))", "e = TargetEncoder().fit(X, y)\nprint(e.transform(X))"),
        ("np.random.seed(0)\nz = X.sample()\nprint(z)", "z = X.sample()\nnp.random.seed(0)\nprint(z)"),
        (PARTS + "print(a.dropna())", "z = X.dropna()\n" + PARTS.replace("X", "z") + "print(a)"),
        ("p = SVC().fit(X, y).predict(X)\nprint(p[:9])", "p = SVC().fit(X, y).predict(X)\nprint(p)"),
        ("m = X.mean()\nprint(m[:9])", "m = X.mean()\nprint(m)"),
        ("if X[0]:\n    print(1)", "if y[0]:\n    print(1)"),
        ("n = 0\nfor i in X:\n    n = n + i\nprint(n)", "n = 0\nfor i in X:\n    n = n - i\nprint(n)"),
    ],
)
def test_what_is_computed_does(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize(
    "code", ["match X:\n    case 1:\n        pass", "async def f():\n    await X", "from os import *"]
)
def test_what_has_no_meaning_here_is_said_to_have_none(code: str) -> None:
    assert read(Table(ESTIMATORS.shape), code) is None


def test_a_function_is_known_by_what_it_changes() -> None:
    found = read(Table(ESTIMATORS.shape), "def f(t, n):\n    t['a'] = n\n    return t\n")
    assert found is not None
    assert set(found.units[".f"].given) == {"t"}


@pytest.mark.parametrize(
    "call",
    [
        "fit_transform()",
        "fit()",
        "drop()",
        "split()",
        "groupby()",
        "transform(X, y)",
        "rolling()[0]",
        "iloc[()]",
        "pop()",
    ],
)
def test_calls_that_nobody_would_take_do_no_harm(call: str) -> None:
    read(Table(ESTIMATORS.shape), f"print(X.{call})\nprint(SVC().{call})")
