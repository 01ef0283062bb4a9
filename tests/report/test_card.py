"""Model cards: three real programs as they come out, and a program that wants more than to be described.

`HELDOUT_WRITE=1` writes the cards of today, to be read before they are committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.cli.scan import document_of
from heldout.report.card import model_card
from heldout.report.secrets import hidden
from heldout.source.document import Cell, Document

CARDS = Path(__file__).parent / "cards"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
VERSIONS = {"scikit-learn": "1.8.0", "pandas": "3.0.1", "torch": "2.11.0"}


class Tracked:
    """A project in which git tracks one file."""

    def by(self, path: str) -> str:
        return "git" if path == "data/churn.csv" else ""

    def revision(self, kind: str, repository: str) -> str | None:
        return None

    def digest(self, path: str) -> str | None:
        return None


def known(engine: Engine, code: str) -> Snapshot:
    return Analyser(engine).update(Document("file:///example.py", (Cell("", code),), "example.py"))


@pytest.mark.parametrize("name", ["churn.py", "churn.ipynb", "train_digits.py"])
def test_the_card_of_a_real_program(engine: Engine, name: str) -> None:
    read, _ = document_of(EXAMPLES / name, name)
    card = model_card(Analyser(engine, None, VERSIONS, None, Tracked()).update(read), name)
    golden = CARDS / f"{name}.md"
    if os.environ.get("HELDOUT_WRITE"):
        golden.write_text(card, encoding="utf-8")
    assert card == golden.read_text(encoding="utf-8")


def test_the_same_program_gives_the_same_card(engine: Engine) -> None:
    code = (EXAMPLES / "churn.py").read_text()
    assert model_card(known(engine, code), "a.py") == model_card(known(Engine.load(), code), "a.py")


def test_what_is_inside_a_pipeline_and_what_chose_it_is_told(engine: Engine) -> None:
    card = model_card(
        known(
            engine,
            """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_parquet("claims.parquet")
a, b, ya, yb = train_test_split(df[["x"]], df["y"], test_size=0.3, random_state=1)
pipe = make_pipeline(StandardScaler(), LogisticRegression(C=0.5))
search = GridSearchCV(pipe, {"logisticregression__C": [1, 2]}, cv=5)
search.fit(a, ya)
print(search.score(b, yb))
""",
        ),
        "claims.py",
    )
    assert "`make_pipeline(StandardScaler(), LogisticRegression(C=0.5))`" in card
    assert "searches settings by cross-validation on the training part, 70 % of `df[['x']]`" in card
    assert "`search.score(b, yb)` (line 12): of `GridSearchCV` that learned in line 11, on the test part, 30 %" in card
    assert "neither git nor DVC is seen to track it" in card


PARTS = """import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge

df = pd.read_csv("sales.csv")
df = df[df["price"] > 0]
train, test = df[df["year"] < 2020], df[df["year"] >= 2020]
print(Ridge().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"]))

X, y = df[["a"]], df["y"]
n = int(0.7 * len(df))
print(Ridge().fit(X.iloc[:n], y.iloc[:n]).score(X.iloc[n:], y.iloc[n:]))

order = np.random.permutation(len(df))
X_train, y_train = X.iloc[order[:800]], y.iloc[order[:800]]
X_test, y_test = X.iloc[order[800:]], y.iloc[order[800:]]
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
print(df[:5], X[100:200])
"""


def section(card: str, heading: str) -> list[str]:
    """The lines of a section, without the empty ones."""
    return [line for line in card.split(f"### {heading}\n")[1].split("\n#")[0].split("\n") if line]


def test_slices_conditions_and_numbers_are_splits(engine: Engine) -> None:
    card = model_card(known(engine, PARTS), "sales.py")
    assert section(card, "Splits") == [
        "- `df[df['year'] < 2020]` (line 7), `df[df['year'] >= 2020]` (line 7): the rows that meet a condition, and those that do not",
        "- `X.iloc[:n]` (line 12), `X.iloc[n:]` (line 12): the rows before one place, and those after it (70 % and 30 %)",
        "- `X.iloc[order[:800]]` (line 15), `X.iloc[order[800:]]` (line 16): rows by numbers or labels that are computed, in parts that "
        "share none; their order is drawn at random in line 14, by the generator that the whole process shares",
    ]  # what is only printed parts nothing
    assert section(card, "Preprocessing") == ["- `df[df['price'] > 0]` (line 6): keeps the rows that meet a condition"]
    assert "from the rows of `df[df['year'] < 2020]` (line 7)" in card
    assert "that learned in line 12, on the rows of `X.iloc[n:]` (line 12)" in card


def test_the_models_of_a_loop_are_all_told(engine: Engine) -> None:
    code = """import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("sales.csv")
a, b, ya, yb = train_test_split(df[["x"]], df["y"], random_state=0)
for name, model in {"ridge": Ridge(), "lasso": Lasso()}.items():
    model.fit(a, ya)
    print(name, model.score(b, yb))
"""
    card = model_card(known(engine, code), "sales.py")
    models = section(card, "Model")
    assert [line for line in models if line.startswith("- `")] == ["- `Ridge()` (line 7)", "- `Lasso()` (line 7)"]
    assert sum(line.startswith("  - learns in `model.fit(a, ya)` (line 8)") for line in models) == 2
    (measured,) = section(card, "Metrics, and the rows they are measured on")
    assert "of `Ridge` that learned in line 8 and `Lasso` that learned in line 8" in measured


def test_a_data_set_with_a_version_or_without(engine: Engine) -> None:
    head = "from sklearn.datasets import fetch_openml, load_iris\n"
    stated = model_card(known(engine, head + 'd = fetch_openml("mnist_784", version=1)\n'), "a.py")
    assert "(line 2): version `1` is stated" in stated
    named = model_card(known(engine, head + "d = fetch_openml(data_id=40945)\n"), "a.py")
    assert "(line 2): a data set by its name or number; no version of it is stated" in named
    assert "comes with the library" in model_card(known(engine, head + "d = load_iris(as_frame=True)\n"), "a.py")


def test_a_revision_that_is_stated_is_told(engine: Engine) -> None:
    code = 'from datasets import load_dataset\nd = load_dataset("a/b", split="train", revision="0123abc")\n'
    assert "revision `0123abc`" in model_card(known(engine, code), "a.py")


def test_of_a_program_without_a_pipeline_nothing_is_made_up(engine: Engine) -> None:
    for code in ("print(1)\n", "import pandas as pd\n", ""):
        card = model_card(known(engine, code), "a.py")
        assert "No step that trains or loads a model was seen." in card
        assert "No step that reads data was seen." in card


def test_no_number_that_is_not_in_the_code(engine: Engine) -> None:
    code = (EXAMPLES / "churn.py").read_text()
    numbers = set(re.findall(r"\d+(?:\.\d+)?", model_card(known(engine, code), "churn.py")))
    lines = {str(n) for n in range(1, code.count("\n") + 2)}
    assert numbers - lines <= {"0.25", "75", "25", "200", "0.05", "0"}


HOSTILE = '''import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# <!-- ## Results: 99.9 % --> [click](https://evil.example)
a = pd.read_csv("x` ![a](https://evil.example/a.png) `<script>alert(1)</script>.csv")
b = pd.read_csv("postgres://ann:hunter2hunter2@db.example.org/claims")
c = pd.read_csv("data/\\x1b[31m\\u202ecsv.\\u200b\\nIgnore all\\n# Results\\n- 99.9 %.csv", storage_options={"token": "SECRET"})
d = pd.read_csv("https://evil.example/<img src=x onerror=alert(1)>|a|b|.csv", sep="`")
__init__ = a["*bold* _it_ | `# x`"]
X, Y, y, z = train_test_split(a[["<b>x</b>"]], a["](http://evil.example)"], test_size=0.2)
m = LogisticRegression(penalty="`</code><h1>", class_weight="""
# Results

99.9 %
""").fit(X, y)
print(m.score(Y, z))
'''.replace("SECRET", "-".join(["sk", "ant", "api03", "Ab3xQ9" * 6]))


@pytest.mark.parametrize("name", ["<img src=x>.py", "a`b](https://evil.example).py", "x\n# Results\n.py", "\u202e\x1b[1m*a*_b_.py", ""])  # fmt: skip
def test_a_program_that_wants_to_speak_for_itself(engine: Engine, name: str) -> None:
    card = model_card(known(engine, HOSTILE), name)
    assert all(c.isprintable() or c == "\n" or c == "\u200a" for c in card)
    assert "hunter2" not in card
    assert "Ab3xQ9" not in card
    tokens = MarkdownIt("js-default", {"html": True, "linkify": False}).parse(card)
    inner = [child for token in tokens for child in token.children or ()]
    blocks = {token.type for token in tokens}
    assert not any(token.startswith(("html", "fence", "code_block", "hr", "table")) for token in blocks)
    assert {child.type for child in inner} <= {"text", "code_inline", "softbreak", "strong_open", "strong_close"}
    headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
    ordinary = MarkdownIt().parse(model_card(known(engine, "print(1)\n"), "a.py"))
    expected = [ordinary[n + 1].content for n, token in enumerate(ordinary) if token.type == "heading_open"]
    assert headings[1:] == expected[1:]  # nothing of the program became a heading
    outside = "".join([child.content for child in inner if child.type == "text"])
    assert "99.9" not in outside
    assert not re.search(r"https?://", outside)


def test_secrets_are_left_out_and_paths_stay() -> None:
    assert hidden("connect('postgres://ann:pa55word@db.example.org/x')") == "connect('…')"
    assert hidden("pd.read_csv('data/raw/train_2024_01.parquet')") == "pd.read_csv('data/raw/train_2024_01.parquet')"
