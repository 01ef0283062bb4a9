"""Statistics of all rows that a fix moves behind the split: what becomes of a program, and where no fix is offered."""

from __future__ import annotations

import pytest
from pages import analysed, found, text

from heldout.analysis.engine import Analyser, Engine
from heldout.fixes.apply import apply_edits
from heldout.source.document import Cell, Document

BEFORE = """\
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("flats.csv")
"""
SPLIT = 'X_train, X_test, y_train, y_test = train_test_split(X, df["rent"], random_state=0)\n'
AFTER = "print(Ridge().fit(X_train, y_train).score(X_test, y_test))\n"
TABLE = "train, test = train_test_split(df, random_state=0)\n"
SCORE = 'F = ["size", "rooms"]\nprint(Ridge().fit(train[F], train["rent"]).score(test[F], test["rent"]))\n'


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def fixed(engine: Engine, code: str, rule: str = "leak-global-statistic") -> str | None:
    """The program with the first fix of the first finding of a rule; None where none is offered."""
    snapshot = analysed(engine, code)
    finding = next(f for f in snapshot.findings if f.rule == rule)
    fixes = snapshot.fixes(finding)
    if not fixes:
        return None
    changed = apply_edits(snapshot.document, fixes[0].edits)
    assert rule not in {name for _, name in found(analysed(engine, text(changed)))}
    return text(changed)


@pytest.mark.parametrize(
    ("statement", "moved"),
    [
        (
            '# gaps\ndf["size"] = df["size"].fillna(df["size"].mean())  # few\n',
            '# gaps\nsize_mean = train["size"].mean()\n'
            'train = train.assign(size=train["size"].fillna(size_mean))  # few\n'
            'test = test.assign(size=test["size"].fillna(size_mean))\n',
        ),
        (
            'df["size"].fillna(df["size"].mode()[0], inplace=True)\n',
            'size_mode = train["size"].mode()[0]\n'
            'train = train.assign(size=train["size"].fillna(size_mode))\n'
            'test = test.assign(size=test["size"].fillna(size_mode))\n',
        ),
        (
            'df["size"] = (df["size"] - df["size"].min()) / (df["size"].max() - df["size"].min())\n',
            'size_min = train["size"].min()\nsize_max = train["size"].max()\n'
            'train = train.assign(size=(train["size"] - size_min) / (size_max - size_min))\n'
            'test = test.assign(size=(test["size"] - size_min) / (size_max - size_min))\n',
        ),
        (
            'low, high = df["size"].quantile(0.01), df["size"].quantile(0.99)\ndf["size"] = df["size"].clip(low, high)\n',
            'low, high = train["size"].quantile(0.01), train["size"].quantile(0.99)\n'
            'train = train.assign(size=train["size"].clip(low, high))\n'
            'test = test.assign(size=test["size"].clip(low, high))\n',
        ),
        (
            'df["size"] = df["size"].fillna(df.groupby("town")["size"].transform("median"))\n',
            'size_by_town = train.groupby("town")["size"].median()\nsize_median = train["size"].median()\n'
            'train = train.assign(size=train["size"].fillna(train["town"].map(size_by_town).fillna(size_median)))\n'
            'test = test.assign(size=test["size"].fillna(test["town"].map(size_by_town).fillna(size_median)))\n',
        ),
        (
            'df = df.fillna(df.median(numeric_only=True))\n',
            "df_median = train.median(numeric_only=True)\ntrain = train.fillna(df_median)\ntest = test.fillna(df_median)\n",
        ),
    ],
)  # fmt: skip
def test_table_that_is_split(engine: Engine, statement: str, moved: str) -> None:
    assert fixed(engine, BEFORE + statement + TABLE + SCORE) == BEFORE + TABLE + moved + SCORE


def test_array(engine: Engine) -> None:
    code = 'X = df[["size", "rooms"]].to_numpy()\nX = (X - np.mean(X, axis=0)) / np.std(X, axis=0)\n'
    moved = (
        "X_mean = np.mean(X_train, axis=0)\nX_std = np.std(X_train, axis=0)\n"
        "X_train = (X_train - X_mean) / X_std\nX_test = (X_test - X_mean) / X_std\n"
    )
    kept = code.partition("\n")[0] + "\n"
    assert fixed(engine, BEFORE + code + SPLIT + AFTER) == BEFORE + kept + SPLIT + moved + AFTER


def test_under_another_name(engine: Engine) -> None:
    code = 'A = df[["size", "rooms"]].to_numpy()\nmean = A.mean(axis=0)\nX = A - mean\n'
    new = fixed(engine, BEFORE + code + SPLIT + AFTER)
    assert new is not None
    assert "train_test_split(A, " in new
    assert new.endswith("mean = X_train.mean(axis=0)\nX_train = X_train - mean\nX_test = X_test - mean\n" + AFTER)


def test_new_column_is_joined_by_the_index(engine: Engine) -> None:
    code = 'df["level"] = df["size"] - df["size"].mean()\nX = df[["level", "rooms"]]\n'
    new = fixed(engine, BEFORE + code + SPLIT + AFTER)
    assert new == BEFORE + 'X = df[["rooms"]]\n' + SPLIT + (
        "df_train, df_test = df.loc[X_train.index], df.loc[X_test.index]\n"
        'size_mean = df_train["size"].mean()\n'
        'X_train = X_train.assign(level=df_train["size"] - size_mean)\n'
        'X_test = X_test.assign(level=df_test["size"] - size_mean)\n'
    ) + AFTER  # fmt: skip


@pytest.mark.parametrize(
    "statements",
    [
        # somebody reads what is written, before the split
        'df["size"] = df["size"].fillna(df["size"].mean())\ndf["large"] = df["size"] > 100\n',
        # the table is used as a whole
        'df["size"] = df["size"].fillna(df["size"].mean())\ndf = df.dropna()\n',
        'df["size"] = df["size"].fillna(df["size"].mean())\ndf.to_csv("clean.csv")\n',
        # no statistic by row
        'df["size"] = df["size"].rank(pct=True)\n',
        # a name that nobody knows may be as long as the table
        'df["size"] = (df["size"] - df["size"].mean()) * weights\n',
        # what is computed is needed at once
        'm = df["size"].mean()\nprint(m)\ndf["size"] = df["size"] - m\n',
    ],
)
def test_no_fix(engine: Engine, statements: str) -> None:
    before = BEFORE + "weights = np.load('weights.npy')\n"
    assert fixed(engine, before + statements + TABLE + SCORE) is None


def test_no_fix_where_rows_may_share_an_index(engine: Engine) -> None:
    before = BEFORE.replace('"flats.csv"', '"flats.csv", index_col="town"')
    code = 'df["level"] = df["size"] - df["size"].mean()\nX = df[["level", "rooms"]]\n'
    assert fixed(engine, before + code + SPLIT + AFTER) is None


def test_map_of_means(engine: Engine) -> None:
    code = 'rates = df.groupby("town")["rent"].mean()\ndf["rate"] = df["town"].map(rates)\n'
    score = SCORE.replace('"rooms"', '"rate"')
    new = fixed(engine, BEFORE + code + TABLE + score, "leak-target-encoding")
    assert new == BEFORE + TABLE + (
        'rates = train.groupby("town")["rent"].mean()\nrent_mean = train["rent"].mean()\n'
        'train = train.assign(rate=train["town"].map(rates).fillna(rent_mean))\n'
        'test = test.assign(rate=test["town"].map(rates).fillna(rent_mean))\n'
    ) + score  # fmt: skip


def test_the_last_line_of_a_cell(engine: Engine) -> None:
    """Cells of notebooks do not end in a newline."""
    code = [BEFORE, 'df["size"] = df["size"].fillna(df["size"].mean())', TABLE, SCORE]
    cells = tuple([Cell(str(number), part.strip()) for number, part in enumerate(code)])
    snapshot = Analyser(engine).update(Document("file:///a.ipynb", cells, "a.ipynb", True))
    (fix,) = snapshot.fixes(next(f for f in snapshot.findings if f.rule == "leak-global-statistic"))
    changed = apply_edits(snapshot.document, fix.edits)
    assert changed.cells[2].text == (
        TABLE + 'size_mean = train["size"].mean()\n'
        'train = train.assign(size=train["size"].fillna(size_mean))\n'
        'test = test.assign(size=test["size"].fillna(size_mean))'
    )
