"""pandas: which rows a call leaves, and what they have seen."""

from __future__ import annotations

import pytest
from programs import passed_on, related, run

from heldout.analysis.engine import Engine
from heldout.semantics.rows import Relation

SAME = [
    "X.rename(columns={'a': 'b'})", "X.ffill()", "X.interpolate()", "X.shift(1)", "X.diff()", "X.pct_change()", "X.rolling(3).mean()",
    "X['a'].expanding().mean()", "X['a'].ewm(span=3).mean()", "X.groupby('g').cumcount()", "X.groupby('g')['a'].shift(1)",
    "X.merge(other, on='k', how='left')", "X.join(other)", "pd.cut(X['a'], [0, 1, 2])", "X.apply(np.log)", "X['a'].map({1: 2})",
    "X.apply(lambda row: row['a'] + row['b'], axis=1)", "pd.merge_asof(X, other, on='t')", "X.sort_index()", "X.melt()",
]  # fmt: skip


@pytest.mark.parametrize("code", SAME)
def test_rows_stay_and_see_nothing(engine: Engine, code: str) -> None:
    _, table = run(engine, f"other = pd.read_csv('other.csv')\nout = {code}")
    assert table["out"].rows == table["X"].rows
    assert not table["out"].seen


SEE_ALL = [
    "(X - X.mean()) / X.std()", "X.fillna(X.median())", "X['a'].rank()", "pd.qcut(X['a'], 4)", "pd.cut(X['a'], bins=5)",
    "X.groupby('g')['a'].transform('mean')", "X['a'].map(df.groupby('g')['y'].mean())", "X.merge(df.groupby('g').mean(), on='g', how='left')",
    "X.apply(lambda c: (c - c.mean()) / c.std())", "X['a'].clip(X['a'].quantile(0.01), X['a'].quantile(0.99))",
    "X.groupby('g')['a'].transform(lambda c: c - c.mean())",
]  # fmt: skip


@pytest.mark.parametrize("code", SEE_ALL)
def test_rows_stay_and_have_seen_a_statistic_of_all(engine: Engine, code: str) -> None:
    _, table = run(engine, f"out = {code}")
    assert table["out"].rows == table["X"].rows
    assert "statistic" in passed_on(table["out"], table["X"])


@pytest.mark.parametrize(
    "code", ["X.mean(axis=1)", "X.rank(axis=1)", "X.sum(axis='columns')", "X.groupby('g').transform('cumsum')"]
)
def test_across_columns_nothing_passes_between_rows(engine: Engine, code: str) -> None:
    _, table = run(engine, f"out = {code}")
    assert table["out"].rows == table["X"].rows
    assert not table["out"].seen


def test_an_axis_that_is_not_known_accuses_nobody(engine: Engine) -> None:
    _, table = run(engine, "def f(axis):\n    return X - X.mean(axis=axis)\nout = f(int(input()))")
    assert not table["out"].seen


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("X.head(100)", "X.iloc[100:]"),
        ("X.tail(50)", "X.iloc[:-50]"),
        ("X.sample(frac=0.8)", "X.drop(first.index)"),
        ("X.query('year < 2020')", "X[~X.index.isin(first.index)]"),
    ],
)
def test_parts(engine: Engine, first: str, second: str) -> None:
    _, table = run(engine, f"first = {first}\nsecond = {second}")
    assert related(table["first"], table["X"]) is Relation.INSIDE
    if "isin" not in second:
        assert related(table["first"], table["second"]) is Relation.DISJOINT


def test_drawing_with_replacement_copies_rows(engine: Engine) -> None:
    _, table = run(engine, "out = X.sample(n=100, replace=True)")
    assert passed_on(table["out"], table["X"]) == {"copies"}


def test_an_inner_join_may_lose_rows(engine: Engine) -> None:
    _, table = run(engine, "out = X.merge(pd.read_csv('o.csv'), on='k')")
    assert related(table["out"], table["X"]) is Relation.INSIDE


def test_a_rate_per_group_has_seen_the_rows_of_every_group(engine: Engine) -> None:
    steps, table = run(engine, "rate = df.groupby('city')['y'].mean()")
    assert [s.op for s in steps[-2:]] == ["group", "statistic"]
    assert table["rate"].content == "statistic"
    assert passed_on(table["rate"], table["df"]) == {"statistic"}
