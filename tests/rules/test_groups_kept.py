"""Splits that a fix makes keep groups together, and those where it cannot know the groups."""

from __future__ import annotations

import pytest
from pages import analysed, text

from heldout.analysis.engine import Engine
from heldout.fixes.apply import apply_edits

CODE = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("visits.csv")
df["visit"] = df.groupby("patient_id").cumcount()
X, y = df[["visit", "age"]], df["ill"]
a, b, c, d = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def fixed(engine: Engine, code: str) -> str | None:
    snapshot = analysed(engine, code)
    finding = next(f for f in snapshot.findings if f.rule == "leak-group-split")
    fixes = snapshot.fixes(finding)
    return text(apply_edits(snapshot.document, fixes[0].edits)) if fixes else None


def test_arrays_are_indexed_as_arrays(engine: Engine) -> None:
    new = fixed(engine, CODE.replace('df[["visit", "age"]]', 'df[["visit", "age"]].to_numpy()'))
    assert new is not None
    assert "a, b = X[train_rows], X[test_rows]\nc, d = y.iloc[train_rows], y.iloc[test_rows]\n" in new


def test_sizes_and_comments_are_kept(engine: Engine) -> None:
    new = fixed(engine, CODE.replace("random_state=0)\n", "test_size=0.3, random_state=7, stratify=y)  # 70 : 30\n", 1))
    assert new is not None
    assert "splitter = GroupShuffleSplit(n_splits=1, test_size=0.3, random_state=7)  # 70 : 30\n" in new


def test_an_import_that_is_still_needed_stays(engine: Engine) -> None:
    new = fixed(engine, CODE + 'more = train_test_split(pd.read_csv("other.csv"), random_state=0)\n')
    assert new is not None
    assert "from sklearn.model_selection import GroupShuffleSplit, train_test_split\n" in new


@pytest.mark.parametrize(
    "line",
    [
        'df = df.drop(columns=["patient_id"])',
        'ids = df.pop("patient_id")',
        'df.drop(columns=["patient_id"], inplace=True)',
        "df = df.dropna()",
    ],
)
def test_no_fix_where_the_groups_are_gone(engine: Engine, line: str) -> None:
    assert fixed(engine, CODE.replace("X, y =", f"{line}\nX, y =")) is None
