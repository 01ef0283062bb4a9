"""After any sequence of edits an analyser knows what a fresh one would know."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.source.document import Cell, Document

PROGRAM = [
    "import pandas as pd",
    "from sklearn.linear_model import LogisticRegression",
    "from sklearn.metrics import roc_auc_score",
    "from sklearn.model_selection import train_test_split",
    "from sklearn.preprocessing import StandardScaler",
    "",
    "THRESHOLD = 0.5",
    "",
    "",
    "def load(path):",
    "    df = pd.read_csv(path)",
    '    return df.drop(columns=["target"]), df["target"]',
    "",
    "",
    "def scale(X, scaler=None):",
    "    scaler = scaler or StandardScaler()",
    "    return scaler.fit_transform(X)",
    "",
    "",
    "class Trainer:",
    "    def __init__(self, C=1.0):",
    "        self.model = LogisticRegression(C=C)",
    "        self.scaler = StandardScaler()",
    "",
    "    def fit(self, X, y):",
    "        self.model.fit(self.scaler.fit_transform(X), y)",
    "        return self",
    "",
    "    def score(self, X, y):",
    "        return roc_auc_score(y, self.model.predict(self.scaler.transform(X)))",
    "",
    "",
    'X, y = load("data.csv")',
    "X = scale(X)",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)",
    "for C in [0.1, 1.0]:",
    "    trainer = Trainer(C).fit(X_train, y_train)",
    "    if C > THRESHOLD:",
    "        print(trainer.score(X_test, y_test))",
    "model = LogisticRegression().fit(X_train, y_train)",
    "pred = model.predict(X_test)",
    "print(roc_auc_score(y_test, pred))",
    "",
]

STATEMENTS = [
    "X = X.dropna()",
    "scaler = StandardScaler()",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)",
    "model.fit(X, y)",
    "pred = model.predict_proba(X_test)[:, 1]",
    "X_test = scale(X_test)",
    "def scale(X):",
    "    return X",
    "import numpy as np",
    "print(model.score(X_test, y_test))",
    "    X = X.fillna(X.mean())",
    "",
    "# a comment",
    "if THRESHOLD:",
    "    X = X[:100]",
    "x = (1,",
    ")",
    '"""',
]


def known(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.findings, snapshot.graph.text()


def document(cells: list[list[str]]) -> Document:
    return Document(
        "file:///p.py", tuple([Cell(str(i), "\n".join(lines)) for i, lines in enumerate(cells)]), None, len(cells) > 1
    )


def start(whole: bool) -> list[list[str]]:
    """The program as one text, or its blocks as cells."""
    if whole:
        return [PROGRAM.copy()]
    return [block.split("\n") for block in "\n".join(PROGRAM).split("\n\n\n")]


def edited(cells: list[list[str]], rng: random.Random) -> None:
    """One edit, as somebody who types, pastes, moves and deletes would make it."""
    lines = rng.choice(cells)
    at = rng.randrange(len(lines) + 1)
    what = rng.random()
    if what < 0.4 or not lines or at == len(lines):
        lines.insert(at, rng.choice(STATEMENTS))
    elif what < 0.6:
        del lines[at : at + rng.randrange(1, 4)]
    elif what < 0.75 and len(lines) > 2:
        lines.insert(rng.randrange(len(lines)), lines.pop(at))
    elif what < 0.9:
        column = rng.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:column] + rng.choice("(x=1.)\"' #\t") + lines[at][column:]
    else:
        lines[at] = rng.choice(PROGRAM)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("whole", [True, False], ids=["script", "notebook"])
def test_a_sequence_of_edits_ends_where_a_fresh_analysis_does(engine: Engine, seed: int, whole: bool) -> None:
    rng = random.Random(seed)
    cells = start(whole)
    analyser = Analyser(engine)
    compared = 0
    for step in range(60):
        edited(cells, rng)
        if step % 6 == 5:  # somebody puts it right again
            cells = start(whole)
        if len(cells) > 1 and rng.random() < 0.1:
            cells.insert(rng.randrange(len(cells)), cells.pop(rng.randrange(len(cells))))
        now = analyser.update(document(cells))
        if now.broken:
            continue
        compared += 1
        assert known(now) == known(Analyser(engine).update(document(cells))), "\n".join(map("\n".join, cells))
    assert compared >= 10


def test_a_statement_that_does_not_parse_keeps_what_was_known(engine: Engine) -> None:
    analyser = Analyser(engine)
    whole = analyser.update(document([PROGRAM])).findings
    broken = [*PROGRAM, "print(model."]
    assert len(analyser.update(document([broken])).findings) == len(whole)


def test_a_file_without_machine_learning_is_not_read(engine: Engine) -> None:
    snapshot = Analyser(engine).update(document([["import os", "print(os.name)"]]))
    assert snapshot.program is None
    assert snapshot.findings == ()


def test_the_examples_are_found_and_the_clean_one_is_silent(engine: Engine) -> None:
    from heldout.source.files import read_document

    for path in sorted(Path("examples").glob("*.py")):
        found = Analyser(engine).update(read_document(path.read_bytes(), str(path), str(path))).findings
        assert bool(found) == (path.stem != "clean" and path.stem != "make_data"), path


def test_another_share_is_told_by_what_stands_below(engine: Engine) -> None:
    analyser = Analyser(engine)
    (before,) = [f for f in analyser.update(document([PROGRAM])).findings if f.rule == "leak-preprocess-before-split"]
    assert "20 % of those rows" in before.message
    larger = [line.replace("test_size=0.2", "test_size=0.3") for line in PROGRAM]
    (after,) = [f for f in analyser.update(document([larger])).findings if f.rule == "leak-preprocess-before-split"]
    assert "30 % of those rows" in after.message
