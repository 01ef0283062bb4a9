"""An edit inside a function that is called: its callers run again only if it tells them something else."""

from __future__ import annotations

import random

import pytest

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.semantics.graph import Step
from heldout.semantics.regions import Cancelled
from heldout.source.document import Cell, Document
from heldout.syntax import ir
from heldout_rules.blocks import nodes

PROGRAM = """\
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import StandardScaler

FOLDS = 5
best = None


def load(path):
    df = pd.read_csv(path)
    df = df.dropna()
    return df.drop(columns=["target"]), df["target"]


def scaled(X, scaler=None):
    if scaler is None:
        scaler = StandardScaler().fit(X)
        return scaler.transform(X)
    return scaler.transform(X)


def counted(n):
    if n == 0:
        return 0
    return counted(n - 1) + 1


def scorer(model):
    offset = 0.5

    def score(X, y):
        pred = model.predict(X)
        return roc_auc_score(y, pred) - offset

    return score


class Trainer:
    def __init__(self, C=1.0):
        self.model = LogisticRegression(C=C)
        self.scaler = StandardScaler()

    def fit(self, X, y):
        self.prepare(X)
        self.model.fit(self.scaler.transform(X), y)
        return self

    def prepare(self, X):
        self.scaler.fit(X)
        self.seen = len(X)

    def score(self, X, y):
        return scorer(self.model)(self.scaler.transform(X), y)

    def again(self, X, y):
        return self.fit(X, y).score(X, y)


def validated(X, y):
    scores = []
    for train, test in KFold(FOLDS).split(X):
        trainer = Trainer().fit(X.iloc[train], y.iloc[train])
        scores.append(trainer.score(X.iloc[test], y.iloc[test]))
    return np.mean(scores)


def nobody(path, flag):
    global best
    X, y = load(path)
    if flag:
        best = scaled(X)
        raise ValueError
    X_train, X_test, y_train, y_test = train_test_split(scaled(X), y)
    return validated(X_train, y_train), Trainer().again(X_test, y_test)


def main():
    X, y = load("data.csv")
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
    print(validated(X_train, y_train), counted(3))
    trainer = Trainer(0.1).fit(X_train, y_train)
    print(trainer.score(X_test, y_test), scaled(X_test, trainer.scaler))


if __name__ == "__main__":
    main()
"""
TYPED = [
    "noted = StandardScaler().fit(X)",
    "print(FOLDS, best)",
    "X = X.fillna(X.mean())",
    "self.extra = scaled(X)",
    "n = counted(2)",
    "return None",
    "best = scaled(X)",
    "if X is None: return X",
    "helper = lambda z: scaled(z)",
    "print(helper(X))",
    "validated(X, y)",
]


def document(text: str) -> Document:
    return Document("file:///p.py", (Cell("0", text),))


def known(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.findings, snapshot.graph.text()


def standing(snapshot: Snapshot) -> list[object]:
    """What the code around each step says, down to the names in it; where it was cut depends on what was typed."""
    said: dict[int, object] = {}
    for step in snapshot.graph.steps:
        for block in step.block.around():
            if id(block) not in said:
                words = [
                    getattr(n, "id", getattr(n, "name", type(n).__name__))
                    for n in nodes(block.node)
                    if not isinstance(n, ir.Unit)
                ]
                said[id(block)] = (block.kind, block.what, words)
    return [[said[id(block)] for block in step.block.around()] for step in snapshot.graph.steps]


def steps(snapshot: Snapshot) -> dict[str, Step]:
    """The steps of the program, by the functions in which they are and what they call."""
    found: dict[str, Step] = {}
    for step in snapshot.graph.steps:
        inside = [block.what[0] for block in step.block.around() if block.kind == "function"]
        found.setdefault(" in ".join([step.method, *inside]), step)
    return found


def places(lines: list[str]) -> list[tuple[int, str]]:
    """The lines inside functions before which something can be typed, with their indent."""
    inside = [(at, line) for at, line in enumerate(lines) if line.startswith("    ")]
    return [(at, line[: len(line) - len(line.lstrip())]) for at, line in inside if " def " not in line]


@pytest.mark.parametrize("seed", range(6))
def test_typing_inside_called_functions_ends_where_a_fresh_analysis_does(engine: Engine, seed: int) -> None:
    rng = random.Random(seed)
    lines = PROGRAM.splitlines()
    analyser = Analyser(engine)
    analyser.update(document(PROGRAM))
    compared = 0
    for _ in range(8):
        at, indent = rng.choice(places(lines))
        words = rng.choice(TYPED)
        lines.insert(at, "")
        for end in range(1, len(words) + 1):
            lines[at] = indent + words[:end]
            text = "\n".join(lines)
            asked, most = [0], rng.choice([0, 0, 5, 40])

            def cancelled(asked: list[int] = asked, most: int = most) -> bool:
                asked[0] += 1
                return asked[0] == most

            try:
                now = analyser.update(document(text), cancelled)
            except Cancelled:
                continue
            if not now.broken and rng.random() < 0.5:
                compared += 1
                fresh = Analyser(engine).update(document(text))
                assert known(now) == known(fresh), text
                assert standing(now) == standing(fresh), text
        if rng.random() < 0.6:
            del lines[at]
    assert compared >= 10


@pytest.mark.parametrize(
    ("old", "new", "stay"),
    [
        (
            "        self.seen = len(X)",
            "        checked = scaled(X)\n        self.seen = len(X)",
            "fit in fit in validated",
        ),
        ("    df = df.dropna()", "    df = df.dropna()\n    print(df.shape)", "train_test_split in main"),
    ],
    ids=["method", "function"],
)
def test_callers_do_not_run_again_when_they_are_told_the_same(engine: Engine, old: str, new: str, stay: str) -> None:
    analyser = Analyser(engine)
    first = new.replace("checked", "seen").replace(
        "print(", "repr("
    )  # the numbers of what follows are those of the second
    analyser.update(document(PROGRAM.replace(old, first)))
    before = next(
        s for name, s in steps(analyser.update(document(PROGRAM.replace(old, first)))).items() if stay in name
    )
    after = next(s for name, s in steps(analyser.update(document(PROGRAM.replace(old, new)))).items() if stay in name)
    assert after is before


def test_callers_run_again_when_they_are_told_something_else(engine: Engine) -> None:
    analyser = Analyser(engine)
    before = steps(analyser.update(document(PROGRAM)))["train_test_split in main"]
    after = steps(analyser.update(document(PROGRAM.replace("df = df.dropna()", "df = df.sample(9)"))))
    assert after["train_test_split in main"] is not before


CALLERS = """\
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler

kept = None
X, y = load_iris(return_X_y=True)


def loaded():
    return load_iris().data.sum() and None


def helper(x):
    loaded()
    return 1


def plain(x):
    global kept
    kept = StandardScaler()
    return helper(x)


def ending(x):
    global kept
    if x:
        kept = StandardScaler()
        helper(x)
        raise ValueError
    return 2


CALL(X)
"""


@pytest.mark.parametrize("caller", ["plain", "ending"])
@pytest.mark.parametrize(
    "typed", ["loaded(), kept.transform(x)", "pass"], ids=["reads what a caller wrote", "calls less"]
)
def test_what_a_call_does_otherwise_is_seen_though_it_returns_the_same(engine: Engine, caller: str, typed: str) -> None:
    text = CALLERS.replace("CALL", caller)
    analyser = Analyser(engine)
    analyser.update(document(text))
    now = text.replace("    loaded()\n    return 1", f"    {typed}\n    return 1")
    kept, fresh = analyser.update(document(now)), Analyser(engine).update(document(now))
    assert [(s.name, s.cls) for s in kept.graph.steps] == [(s.name, s.cls) for s in fresh.graph.steps]
    assert known(kept) == known(fresh)


def test_a_budget_does_not_depend_on_what_ran_before(engine: Engine) -> None:
    calls = "".join(
        f"def f{i}(x):\n    for a in x:\n        y = f{i + 1}(x)\n    return f{i + 1}(y)\n\n\n" for i in range(7)
    )
    last = "def f7(x):\n" + "    x = x + 1\n" * 40 + "    return StandardScaler().fit(x)\n\n\n"
    text = f"import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\n{calls}{last}f0(pd.read_csv('a.csv'))\n"
    analyser = Analyser(engine)
    for now in (text, text.replace("return S", "print(1)\n    return S"), text + "print(1)\n", text):
        kept, fresh = analyser.update(document(now)), Analyser(engine).update(document(now))
        assert kept.exhausted
        assert fresh.exhausted
        assert known(kept) == known(fresh)


def test_a_closure_finds_its_frame_again_after_another_call_stood_there(engine: Engine) -> None:
    analyser = Analyser(engine)
    other = PROGRAM.replace("return scorer(self.model)(", "return -scorer(self.model)(")
    for text in (PROGRAM, other, PROGRAM.replace("(self.scaler.transform(X), y)", "(X, y)")):
        assert known(analyser.update(document(text))) == known(Analyser(engine).update(document(text)))


TRAINING = """\
import torch
from torch import nn


def one(net, optimizer, x, y):
    loss = nn.functional.mse_loss(net(x), y)
    loss.backward()
    optimizer.step()


def run(loader):
    net = nn.Linear(3, 1)
    optimizer = torch.optim.SGD(net.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        with torch.enable_grad():
            one(net, optimizer, x, y)


run(torch.load("rows.pt"))
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    optimizer.zero_grad()\n        with torch.enable_grad():", "    with torch.enable_grad():"),
        ("optimizer.zero_grad()", "optimizer.zero_grad"),
        ("torch.enable_grad()", "torch.no_grad()"),
        ("for x, y in loader:", "while next(loader):"),
        ("with torch.enable_grad():", "if torch.enable_grad():"),
    ],
    ids=["moved", "loop", "gradients", "another loop", "no loop"],
)
def test_a_function_stands_in_the_code_that_is_around_its_call_now(engine: Engine, old: str, new: str) -> None:
    analyser = Analyser(engine)
    for text in (TRAINING, TRAINING.replace(old, new), TRAINING):
        kept, fresh = analyser.update(document(text)), Analyser(engine).update(document(text))
        assert known(kept) == known(fresh)
        assert standing(kept) == standing(fresh)
