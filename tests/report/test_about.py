"""What is said of a name or a call where it stands: sentences that hold, and silence where nothing is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.analysis.modules import Modules
from heldout.report.about import about, hints
from heldout.source.document import Cell, Document
from heldout.source.place import Place

IMPORTS = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def snapshot(engine: Engine, *cells: str) -> Snapshot:
    """A script behind the imports; of several texts, a notebook whose first cell has the imports."""
    if len(cells) == 1:
        return Analyser(engine).update(Document("file:///p.py", (Cell("", IMPORTS + cells[0]),)))
    texts = (IMPORTS, *cells)
    return Analyser(engine).update(
        Document("file:///p.ipynb", tuple([Cell(str(n), t, n) for n, t in enumerate(texts, 1)]), notebook=True)
    )


def said(found: Snapshot, name: str, nth: int = 1, cell: int = 0) -> str:
    """What is said of the n-th time that a word stands in a cell, as one text."""
    text = found.document.cells[cell].text
    at = [m.start() for m in re.finditer(rf"\b{re.escape(name)}\b", text)][nth - 1]
    line, column = text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1
    known = about(found, Place(cell, line, column, line, column))
    if known is None:
        return ""
    assert known.place.contains(cell, line, column)
    return "\n".join(known.paragraphs)


SPLIT = """\
df = pd.read_csv("a.csv")
X, y = df.drop(columns="t"), df["t"]
scaler = StandardScaler()
Z = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(Z, y, test_size=0.2, random_state=7)
model = LogisticRegression()
model.fit(X_train, y_train)
predicted = model.predict(X_test)
"""


def test_the_part_of_a_split_is_named_with_its_share_what_saw_it_and_its_seed(engine: Engine) -> None:
    found = snapshot(engine, SPLIT)
    assert said(found, "X_test") == (
        "`X_test`: the test part, 20 % of `Z` (line 10).\n"
        "Transformed by `scaler`, which was fitted on `X` (line 9), these rows among them.\n"
        "Drawn at random in line 10, seeded by `random_state=7`."
    )
    assert said(found, "y_train").startswith("`y_train`: the training part, 80 % of `y` (line 10).")
    assert said(found, "X") == "`X`: all rows of `pd.read_csv(…)` (line 6)."


def test_an_estimator_says_what_it_was_fitted_on_once_it_was(engine: Engine) -> None:
    found = snapshot(engine, SPLIT)
    assert said(found, "model", 1) == "`model`: a `LogisticRegression` (line 11)."
    assert said(found, "model", 3) == (
        "`model`: a `LogisticRegression` (line 11).\n"
        "Fitted on `X_train` (line 12): the training part, 80 % of `Z` (line 10).\n"
        "Those rows had been transformed by `scaler`, which was fitted on `X` (line 9), these rows among them."
    )


def test_a_prediction_names_its_model_first(engine: Engine) -> None:
    found = snapshot(engine, SPLIT)
    assert said(found, "predicted").split("\n")[:2] == [
        "`predicted`: predicted labels for the test part, 20 % of `Z` (line 10).",
        "Predicted by `model`, which was fitted on `X_train` (line 12), none of these rows among them.",
    ]


@pytest.mark.parametrize(
    ("code", "name", "told"),
    [
        (
            "a, b = train_test_split(df, random_state=0)",
            "train_test_split",
            "`train_test_split` splits the rows of `df` into a training and a test part of 75 % and 25 %, at random, "
            "seeded by `random_state=0`.",
        ),
        ("a, b = train_test_split(df, shuffle=False)", "train_test_split", "75 % and 25 %, in their order."),
        ("s = StandardScaler().fit(df)", "fit", "`fit` fits `StandardScaler` on `df`: all rows of `pd.read_csv(…)`"),
        ("df.sample(10)", "sample", "it draws random numbers, without a `random_state`."),
        (
            "m = LogisticRegression()",
            "LogisticRegression",
            "makes a classifier; it keeps a model of the rows.",
        ),
        ("df.dropna()", "dropna", "`dropna` may leave out some of the rows."),
    ],
)
def test_a_call_is_told_as_the_models_know_it(engine: Engine, code: str, name: str, told: str) -> None:
    found = snapshot(engine, f'df = pd.read_csv("a.csv")\n{code}\n')
    assert told in said(found, name, 2 if name in IMPORTS else 1)


def test_a_name_is_what_it_is_at_its_place_and_not_at_the_end(engine: Engine) -> None:
    found = snapshot(
        engine, 'df = pd.read_csv("a.csv")\ndf = df.dropna()\ndf, rest = train_test_split(df)\nprint(df)\n'
    )
    assert said(found, "df", 1) == "`df`: all rows of `pd.read_csv(…)` (line 6)."
    assert said(found, "df", 3) == "`df`: all rows of `pd.read_csv(…)` (line 6)."
    assert said(found, "df", 5) == "`df`: some of the rows of `df` (line 7)."
    assert said(found, "df", 6).startswith("`df`: the training part, 75 % of `df` (line 8).")


def test_in_a_function_the_calls_are_told_apart_or_joined(engine: Engine) -> None:
    code = """\
df = pd.read_csv("a.csv")
train, test = train_test_split(df, random_state=0)
def clean(part):
    part = part.fillna(0)
    return part
clean(train)
clean(test)
"""
    found = snapshot(engine, code)
    told = said(found, "part", 3).split("\n")
    assert told[0] == "`part` is something else in each call:"
    assert told[1].startswith("Called in line 11: the training part, 75 % of `df` (line 7)")
    assert told[2].startswith("Called in line 12: the test part, 25 % of `df` (line 7)")
    once = snapshot(engine, code.replace("clean(test)\n", "clean(train)\n"))
    assert said(once, "part", 1).startswith("`part`: the training part, 75 % of `df` (line 7).")


def test_a_function_called_from_many_places_names_three(engine: Engine) -> None:
    calls = "f(df)\nf(df[5:])\nf(df.dropna())\nf(df.sample(9))\nf(df[df.a > 1])\n"
    found = snapshot(engine, f'df = pd.read_csv("a.csv")\ndef f(x):\n    return x\n{calls}')
    told = said(found, "x", 2).split("\n")
    assert [line[:7] for line in told] == ["`x` is ", "Called ", "Called ", "Called ", "And 2 m"]


def test_attributes_of_objects_are_known_in_methods_and_outside(engine: Engine) -> None:
    code = """\
class Data:
    def __init__(self, frame):
        self.train, self.test = train_test_split(frame, random_state=0)
    def rows(self):
        return self.test
data = Data(pd.read_csv("a.csv"))
data.rows()
print(data.train)
"""
    found = snapshot(engine, code)
    assert said(found, "test", 2).startswith("`self.test`: the test part, 25 % of `frame` (line 8).")
    assert said(found, "train", 2).startswith("`data.train`: the training part, 75 % of `frame` (line 8).")


def test_a_function_that_nobody_calls_knows_what_it_makes_itself(engine: Engine) -> None:
    found = snapshot(engine, "def f(X, n):\n    a, b = train_test_split(X)\n    return b, n\n")
    assert said(found, "b", 2).startswith("`b`: the test part, 25 % of `X` (line 7).")
    assert said(found, "n") == ""


def test_cells_are_named_in_a_notebook(engine: Engine) -> None:
    found = snapshot(engine, 'df = pd.read_csv("a.csv")', "train, test = train_test_split(df)", "test")
    assert said(found, "test", cell=3).startswith("`test`: the test part, 25 % of `df` (cell 3, line 1).")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import os\npath = os.getcwd()\n", "path"),
        ("from mine import load\ndf = load()\n", "df"),
        ("for c in pd.read_csv('a.csv'):\n    c\n", "c"),
        ("n = 3\n", "n"),
        ("s = 'a' + str(1)\n", "s"),
        ("def f(x):\n    return x\n", "x"),
        ("from mine import load\nX, y = load()\nm = LogisticRegression\n", "m"),
    ],
)
def test_nothing_is_said_of_what_is_not_known(engine: Engine, code: str, name: str) -> None:
    assert said(snapshot(engine, code), name) == ""


def test_markup_in_the_users_code_stays_code(engine: Engine) -> None:
    code = 'df = pd.read_csv("a.csv")\na, b = train_test_split(df["`](http://x)<b>"])\n'
    told = said(snapshot(engine, code), "b")
    assert told.startswith("`b`: the test part, 25 % of `df[''](http://x)<b>']` (line 7).")


def test_nothing_is_said_where_the_text_does_not_parse_nor_of_an_older_version(engine: Engine) -> None:
    analyser = Analyser(engine)
    first = analyser.update(Document("file:///p.py", (Cell("", IMPORTS + 'df = pd.read_csv("a.csv")\n'),)))
    assert said(first, "df")
    second = analyser.update(Document("file:///p.py", (Cell("", IMPORTS + 'df = pd.read_csv("a.csv"\n'),)))
    assert said(second, "df") == ""
    assert said(first, "df") == ""


def test_asking_changes_nothing(engine: Engine) -> None:
    analyser = Analyser(engine)
    document = Document("file:///p.py", (Cell("", IMPORTS + SPLIT),))
    before = analyser.update(document)
    graph = before.graph.text()
    for word in ("X_test", "model", "scaler", "predicted"):
        said(before, word)
    again = analyser.update(Document("file:///p.py", (Cell("", IMPORTS + SPLIT + "print(1)\n"),)))
    assert again.graph.text() == graph
    assert again.findings == before.findings


def test_what_another_file_made_is_known_with_its_place(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "parts.py").write_text(
        "import pandas as pd\nfrom sklearn.model_selection import train_test_split\n\n\n"
        "def parts(path):\n    return train_test_split(pd.read_csv(path), random_state=0)\n",
        encoding="utf-8",
    )
    main = tmp_path / "main.py"
    document = Document(
        main.as_uri(), (Cell("", "from parts import parts\n\ntrain, test = parts('a.csv')\n"),), str(main)
    )
    found = Analyser(engine, modules=Modules().seen_from(str(main))).update(document)
    assert said(found, "test") == (
        "`test`: the test part, 25 % of all rows of `pd.read_csv(…)` (parts.py, line 6).\n"
        "Drawn at random in parts.py, line 6, seeded by `random_state=0`."
    )


def test_hints_stand_where_a_split_or_a_fit_says_something(engine: Engine) -> None:
    found = snapshot(engine, SPLIT)
    told = [(h.place.line + 1, h.text) for h in hints(found, 0, 0, 100)]
    assert told == [
        (10, "train, 80 % of Z"),
        (10, "test, 20 % of Z"),
        (10, "train, 80 % of y"),
        (10, "test, 20 % of y"),
        (12, "fitted on train, 80 % of Z"),
    ]
    assert [h.text for h in hints(found, 0, 11, 11)] == ["fitted on train, 80 % of Z"]
    assert all(h.paragraphs for h in hints(found, 0, 0, 100))
