"""What is typed into: generated ML programs (seeded, so the same everywhere), and what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from attrs import define, frozen

IMPORTS = """import argparse
import json

import numpy as np
import pandas as pd
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
"""

FUNCTION = '''
def prepare_{n}(path, columns=("age", "income"), fraction={f}):
    """Read the table of experiment {n} and split it."""
    frame = pd.read_csv(path)
    frame = frame.dropna(subset=list(columns))
    frame["ratio_{n}"] = frame[columns[0]] / (frame[columns[1]] + {k})
    if len(frame) > {k}:
        frame = frame.sample({k}, random_state={n})
    labels = frame.pop("label")
    X_train, X_test, y_train, y_test = train_test_split(frame, labels, test_size=fraction, random_state={n})
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    return X_train, X_test, y_train, y_test
'''

CLASS = '''
class Network{n}(nn.Module):
    """A small network with {k} hidden units."""

    def __init__(self, inputs, hidden={k}):
        super().__init__()
        self.first = nn.Linear(inputs, hidden)
        self.second = nn.Linear(hidden, 1)
        self.dropout = nn.Dropout({f})
        self.history = []

    def forward(self, batch):
        hidden = torch.relu(self.first(batch))
        return self.second(self.dropout(hidden))

    def fit(self, loader, epochs={n}):
        optimizer = torch.optim.Adam(self.parameters(), lr={f})
        loss_function = nn.BCEWithLogitsLoss()
        for epoch in range(epochs):
            total = 0.0
            for batch, target in loader:
                optimizer.zero_grad()
                loss = loss_function(self(batch).squeeze(1), target)
                loss.backward()
                optimizer.step()
                total += loss.item()
            self.history.append(total / len(loader))
        return self
'''

SCRIPT = """
frame_{n} = pd.read_csv("data/part_{n}.csv")
target_{n} = frame_{n}.pop("label")
scaler_{n} = StandardScaler()
scaled_{n} = scaler_{n}.fit_transform(frame_{n})
A_train, A_test, b_train, b_test = train_test_split(scaled_{n}, target_{n}, test_size={f})
model_{n} = RandomForestClassifier(n_estimators={k}, random_state={n})
model_{n}.fit(A_train, b_train)
predicted_{n} = model_{n}.predict(A_test)
print("part {n}", accuracy_score(b_test, predicted_{n}))
"""

PLAIN = '''
def summarise_{n}(values, limit={k}):
    """Means and spreads of the columns of part {n}."""
    rows = []
    for name, column in values.items():
        mean, spread = np.mean(column), np.std(column)
        if spread > limit:
            continue
        rows.append({{"name": name, "mean": float(mean), "spread": float(spread)}})
    rows.sort(key=lambda row: row["spread"])
    with open("summary_{n}.json", "w") as file:
        json.dump(rows, file, indent={n})
    return rows
'''


def program(lines: int, seed: int) -> str:
    """A program of about so many lines: functions, classes and stretches of script."""
    random, parts = Random(seed), [IMPORTS]
    count, n = IMPORTS.count("\n"), 0
    while count < lines:
        n += 1
        block = random.choice((FUNCTION, CLASS, SCRIPT, PLAIN, PLAIN))
        part = block.format(n=n, k=random.randrange(10, 900), f=random.choice((0.1, 0.2, 0.25, 0.3)))
        parts.append("\n" + part if block is not SCRIPT else part)
        count += parts[-1].count("\n")
    return "".join(parts)


def notebook(cells: int, seed: int) -> list[str]:
    """The code cells of a notebook that reads, explores, trains and scores."""
    random, made = Random(seed), [IMPORTS.rstrip("\n")]
    while len(made) < cells:
        n = len(made)
        block = random.choice((FUNCTION, SCRIPT, SCRIPT, PLAIN))
        made.append(block.format(n=n, k=random.randrange(10, 900), f=0.25).strip("\n"))
    return made


@frozen
class Key:
    """One keystroke: what is between two positions (line, column) becomes `text`."""

    line: int
    column: int
    end_column: int
    text: str
    trace: str


@define
class Typist:
    """Types into a text and takes it back, key by key, with the column where the cursor is."""

    line: int
    column: int
    trace: str

    def type(self, text: str) -> Iterator[Key]:
        """One key for each character; a new line is one key."""
        for character in text:
            yield Key(self.line, self.column, self.column, character, self.trace)
            if character == "\n":
                self.line, self.column = self.line + 1, 0
            else:
                self.column += 1

    def back(self, count: int) -> Iterator[Key]:
        """Backspace within a line."""
        for _ in range(count):
            self.column -= 1
            yield Key(self.line, self.column, self.column + 1, "", self.trace)


def keys(text: str) -> Iterator[Key]:
    """The traces, one after the other, each at a place of its own in the text.

    Places are found from the bottom up in the text before any key, so no trace moves the place of a later one.
    """
    lines = text.split("\n")
    body = [at for at, line in enumerate(lines) if line.startswith(("    rows.sort", "    scaler = "))]
    script = [at for at, line in enumerate(lines) if line.startswith(("model_", "target_"))] or [len(lines) - 1]
    starts = [at for at, line in enumerate(lines) if line.startswith(("def ", "class "))] or [len(lines) - 1]

    def newline_above(at: int, trace: str, indent: str = "") -> tuple[list[Key], Typist]:
        opened = [Key(at, 0, 0, "\n", trace)]
        typist = Typist(at, 0, trace)
        return [*opened, *typist.type(indent)], typist

    # From the bottom to the top: keys above a place would move it.
    places: list[tuple[int, str]] = []
    places += [(body[len(body) * 2 // 3], "function"), (body[len(body) // 3], "broken")] if body else []
    places += [(script[len(script) // 2], "script"), (starts[len(starts) // 2], "definition"), (0, "top")]
    for at, trace in sorted(places, reverse=True):
        opened, typist = newline_above(at, trace, "    " if trace in ("function", "broken") else "")
        yield from opened
        if trace == "function":
            yield from typist.type("checked = scaler.transform(X_extra)")
            yield from typist.back(9)
            yield from typist.type("(X_more)\n    print(checked.shape)")
        elif trace == "broken":
            yield from typist.type("total = sum((len(row) for row in rows")
            yield from typist.type('\n    label = "half a string')
            yield from typist.back(6)
            yield from typist.type('string"')
            typist = Typist(at, len("    total = sum((len(row) for row in rows"), trace)
            yield from typist.type("))")
        elif trace == "script":
            yield from typist.type(
                'again = pd.read_csv("more.csv")\nagain = again.fillna(0)\nfor row in again:\n    print(row)'
            )
        elif trace == "definition":
            yield from typist.type("def helper(first, second=2):\n    return first + second\n\n")
        else:
            yield from typist.type("import os\nfrom pathlib import Path\nos")
            yield from typist.back(2)


def cell_keys(cells: list[str]) -> Iterator[tuple[int, Key]]:
    """What is typed into cells: the first, one in the middle, the last; each at its end."""
    for index, text in (
        (0, "\nimport os"),
        (len(cells) // 2, "\nprint(len(frame_x))"),
        (len(cells) - 1, "\nx = [1, 2"),
    ):
        lines = cells[index].split("\n")
        typist = Typist(
            len(lines) - 1,
            len(lines[-1]),
            ("first cell", "middle cell", "last cell")[(index > 0) + (index == len(cells) - 1)],
        )
        for key in (*typist.type(text), *typist.back(6)):
            yield index, key
