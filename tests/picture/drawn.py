"""Drawing small programs."""

from __future__ import annotations

import textwrap

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.picture.model import Picture
from heldout.source.document import Cell, Document


def script(code: str) -> Document:
    return Document("file:///train.py", (Cell("", textwrap.dedent(code)),), "/train.py")


def notebook(*cells: str) -> Document:
    made = tuple(Cell(f"c{n}", textwrap.dedent(text), n) for n, text in enumerate(cells, 1))
    return Document("file:///train.ipynb", made, "/train.ipynb", notebook=True)


def analysed(engine: Engine, document: Document) -> Snapshot:
    return Analyser(engine).update(document)


def picture(engine: Engine, code: str) -> Picture:
    return analysed(engine, script(code)).picture()


def lines(drawn: Picture) -> list[str]:
    """The edges as `title -kind-> title`, with `!` for those that a leak runs along."""
    titles = {node.id: node.title for node in drawn.nodes}
    return [
        f"{titles[edge.source]} -{edge.kind}{'!' if edge.findings else ''}-> {titles[edge.target]}"
        for edge in drawn.edges
    ]


LEAKY = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

frame = pd.read_csv("churn.csv")
X = frame.drop(columns="churned")
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, frame["churned"], test_size=0.2, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
