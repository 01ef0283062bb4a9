"""Cells in the wrong order, names of deleted cells, and cells that only work once: what is reported, and what is not."""

from __future__ import annotations

import json

import pytest
from pages import analysed, found, text

from heldout.analysis.engine import Analyser, Engine
from heldout.fixes.apply import apply_edits
from heldout.source.document import Cell, Document
from heldout.source.files import read_document

FIRST = """\
# %%
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler

raw = pd.read_csv("raw.csv")
df = pd.read_csv("a.csv")
rate, losses, weights = 0.1, [], np.zeros(3)
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def rules(engine: Engine, *cells: str) -> list[str]:
    """The rules of the findings in cells that follow the first one."""
    snapshot = analysed(engine, FIRST + "".join(f"# %%\n{cell}\n" for cell in cells))
    return [rule for _, rule in found(snapshot)]


@pytest.mark.parametrize(
    "cell",
    [
        "df['x'] = df['x'] / 100",
        "df.x = df.x * 2",
        "df.loc[:, 'x'] = df.loc[:, 'x'] - 1",
        "df['x'] **= 2",
        "df = df * 100",
        "df['x'] = (df['x'] / 255).round(2).astype(float)",
        "df['x'] = np.log(df['x'] + 1)",
        "df['x'] = df['x'].shift(1).fillna(0)",
        "df['x'] = df['x'].str[1:]",
        "df['x'] = df['x'].map({'a': 1, 'b': 2})",
        "df = df.iloc[1:].dropna()",
        "df = df[:-1]",
        "df = df[::2]",
        "df = df.sample(n=100, random_state=0)",
        "df = df.reset_index()",
        "df = df.drop(df.index[0])",
        "df = pd.concat([df, raw], ignore_index=True)",
        "with np.errstate(all='ignore'):\n    df['x'] = np.log1p(df['x'])",
        "df, rest = train_test_split(df, random_state=0)",
        "scaled = df['x'] / 100\ndf['x'] = df['x'] / 100",
        "df['x'] = -df['x']",
        "df['x'] = ~df['x']",
        "df['x'] = 1 - df['x']",
        "df = df.T",
        "df = df[::-1]",
        "df = df.add_prefix('shop_')",
        "df.columns = [f'shop_{c}' for c in df.columns]",
        "df['x'] = 'shop ' + df['x']",
        "df['x'] = df['x'].apply(lambda v: v / 100)",
        "df['x'] = df['x'].apply(np.log1p)",
        "df['x'] = df['x'].map(lambda v: np.log(v + 1))",
        "codes = {'a': 1, 'b': 2}\ndf['x'] = df['x'].map(codes)",
        "df['x'] = (df['x'] == 'yes').astype(int)",
        "df['x'] = np.where(df['x'] == 'yes', 1, 0)",
        "df['x'] = df['x'].apply(lambda v: 1 if v == 'yes' else 0)",
        "df['x'] = df['x'] > 50",
        "df['x'] = df['x'].isna()",
        "df['x'] = df.groupby('shop')['x'].shift(1)",
        "df = df.assign(x=df['x'] / 100)",
        "df = df.assign(x=lambda d: d.x / 100)",
        "for c in ['a', 'b']:\n    df[c] = np.log1p(df[c])",
        "for table in (df, raw):\n    table['x'] = table['x'] / 100",
        "for table in [df, raw]:\n    table['x'] *= 2",
        "df['x'] = df['x'].map({'a': 1, 'b': 2}).astype(int)",
        "df.reset_index(inplace=True)",
        "df.loc[len(df)] = [1, 2]",
        "part = df.sample(frac=0.8, random_state=0)\ndf = df.drop(part.index)",
        "def thin(d):\n    return d.dropna().sample(frac=0.1, random_state=0)\ndf = thin(df)",
        "def cut(d):\n    kept = d.iloc[1:]\n    return kept\ndf = cut(df)",
        "df['x'] = df['x'] / 100\ndf = df.drop(columns='id')",
        "df = df.merge(raw, on='k')",
        "df = pd.merge(df, raw, how='left', left_on='k', right_on='key')",
        "df = df.merge(raw[['k', 'city']], on='k', how='left')",
        "df = df.merge(raw, on='k').fillna(0)",
        "sums = df.groupby('k', as_index=False)['x'].sum()\ndf = df.merge(sums, on='k', suffixes=('', '_sum'))",
        "df = df.merge(raw, left_index=True, right_index=True)",
        "df['x'] = df.apply(lambda r: r['x'] * 2, axis=1)",
        "df['x'] = df.apply(lambda r: r.x / r['y'], axis='columns')",
        "def scale(d):\n    d['a'] /= 10\nscale(df)",
        "def scale(d, by=10):\n    d['a'] = d['a'] / by\nscale(df, by=5)",
        "def scale(d):\n    d['a'] = np.log1p(d['a'])\n    return d\ndf = scale(df)",
        "def scale(d):\n    d['a'] = np.log1p(d['a'])\n    return d\nscaled = scale(df)",
        "def scale(d):\n    d = d.copy()\n    d['a'] = d['a'] / 10\n    return d\ndf = scale(df)",
        "def scale(d):\n    out = d.copy()\n    for c in ['a', 'b']:\n        out[c] = out[c] / 10\n    return out\ndf = scale(df)",
        "def halve(d):\n    d['a'] /= 2\ndef scale(d):\n    d['b'] = 1\n    halve(d)\nscale(d=df)",
        "def scale(d):\n    return d * 10\ndf = scale(df)",
        "def scale(d):\n    d.reset_index(inplace=True)\nscale(df)",
        "def scale(d):\n    return d.assign(x=d['x'] / 100)\ndf = scale(df)",
        "def scale(d):\n    d['a'] /= 10\n    return d.dropna()\ndf = scale(df)",
        "def joined(d, other):\n    return d.merge(other, on='k')\ndf = joined(df, raw)",
        "def scale(d):\n    d['a'] /= 10\nfor table in (df, raw):\n    scale(table)",
    ],
)
def test_a_cell_that_changes_data_each_time(engine: Engine, cell: str) -> None:
    assert rules(engine, cell) == ["nb-non-idempotent-cell"]


@pytest.mark.parametrize(
    "cell",
    [
        "df = df.fillna(0)",
        "df = df.dropna().drop_duplicates().sort_values('a').rename(columns={'a': 'b'})",
        "df['x'] = df['x'].astype(float).clip(0, 1).abs()",
        "df['x'] = df['x'] - df['x'].mean()",
        "df['x'] = (df['x'] - df['x'].min()) / (df['x'].max() - df['x'].min())",
        "mean, std = df['x'].mean(), df['x'].std()\ndf['x'] = (df['x'] - mean) / std",
        "df = df.drop(columns='id')",
        "df.drop(columns='id', inplace=True)",
        "df = df[df.age > 18]",
        "df = df[:1000]",
        "df = df.head(100)",
        "df = df.sample(frac=1, random_state=0)",
        "df = df.reset_index(drop=True)",
        "df = df.set_index('key').reset_index()",
        "df = pd.get_dummies(df, columns=['c'])",
        "df = pd.concat([df.drop(columns='q'), raw['q']], axis=1)",
        "df = raw.copy()\ndf['x'] = df['x'] / 100\ndf = pd.concat([df, raw])",
        "df['x'] = raw['x']\ndf['x'] = df['x'] / 100",
        "df['ratio'] = df['a'] / df['b']",
        "df['x'] = df['x'].replace({'a': 'b'}).str.strip().str.lower()",
        "df['x'] = df['x'].map({0: 0, 1: 1})",
        "df['x'] = df['x'].apply(len)",
        "df['x'] = pd.to_datetime(df['x'])",
        "df['x'] = LabelEncoder().fit_transform(df['x'])",
        "df[['a', 'b']] = SimpleImputer().fit_transform(df[['a', 'b']])",
        "df['x'] = StandardScaler().fit_transform(df[['x']])",
        "if df['x'].max() > 1:\n    df['x'] = df['x'] / 100",
        "df = df if len(df) < 10 else df[1:]",
        "for epoch in range(3):\n    weights -= rate * weights\n    losses.append(weights)",
        "rate = rate * 0.5",
        "rate *= 0.5",
        "losses = losses + [1]",
        "sub = df[1:]",
        "from mine import clean\ndf = clean(df)",
        "df = df.pipe(lambda d: d / 2)",
        "df['x'] = df['x'] * 1",
        "df['x'] = df['x'] * (df['y'] > 0)",
        "df['x'] = (df['x'] / 100).rank()",
        "df['x'] = df['x'] == 1",
        "df['x'] = df['x'] > 0.5",
        "df['x'] = np.where(df['x'] > 100, 100, df['x'])",
        "df['x'] = df['x'].apply(lambda v: v * 100 if v < 1 else v)",
        "df['x'] = df['x'].apply(lambda v: str(v).strip())",
        "df['x'] = df['x'].apply(np.abs)",
        "df['x'] = df['x'].map({'a': 'b', 'b': 'b'})",
        "df['y'] = df['x'].shift(1)",
        "df['x'] = df['x'] - df.groupby('shop')['x'].transform('mean')",
        "df = df.assign(y=df['x'] / 100)",
        "df = df.assign(x=lambda d: d['x'] - d['x'].mean())",
        "for c in ['a', 'b']:\n    df[c] = df[c].fillna(0)",
        "for c in ['a', 'b']:\n    df[c + '_log'] = np.log1p(df[c])",
        "for step in range(3):\n    df = df * 0.9",
        "for table in (df, raw):\n    table.columns = table.columns.str.lower()",
        "df.reset_index(drop=True, inplace=True)",
        "df.fillna(0, inplace=True)",
        "df.sort_values('x', inplace=True)",
        "df = df.drop(columns='id')\ndf['x'] = df['x'] / 100",
        "y = df.pop('y')\ndf['x'] = df['x'] / 100",
        "del df['id']\ndf = df.iloc[1:]",
        "df = df.set_index('day')\ndf = df[::-1]",
        "df[['a', 'b']] = raw[['a', 'b']]\ndf['a'] = df['a'] / 10",
        "df = df.assign(z=raw['z'])\ndf['z'] = df['z'] / 10",
        "def thin(d):\n    return d.sample(frac=0.1, random_state=0)\nfew = thin(df)",
        "def first(d):\n    return d.head(100)\ndf = first(df)",
        "def grown(d):\n    return d[d.age > 18]\ndf = grown(df)",
        "def fresh(d):\n    return pd.read_csv('b.csv').sample(10, random_state=0)\ndf = fresh(df)",
        "mask = df['x'] > 1\ndf = df[mask]",
        "losses.append(df['x'].mean())",
        "weights = weights[1:]",
        "%pip install numpy==2.4.0\ndf = df.round(2)",
        "df = pd.read_csv('a.csv')\ndf = df.merge(raw, on='k')",
        "both = df.merge(raw, on='k')",
        "df = df.merge(raw)",
        "df = df.merge(raw[['k']], on='k')",
        "df = df.merge(raw[['k']].drop_duplicates(), on='k')",
        "df = df.merge(raw, on='k').drop(columns='city')",
        "df = df.merge(raw, on='k', suffixes=('', '_old'))\ndf = df.drop(columns=[c for c in df if c.endswith('_old')])",
        "df = df.merge(raw, on='k')\ndf.drop(columns='city', inplace=True)",
        "df = df.merge(raw, on='k')\ndf = df.loc[:, ~df.columns.str.endswith('_y')]",
        "df = df.merge(raw, on='k')\ndf = df[['k', 'x', 'city']]",
        "df = df[['k', 'x']]\ndf = df.merge(raw, on='k')",
        "df = df.merge(raw, on='k')\ndel df['city']",
        "df = df.merge(raw, on='k', how='left', indicator=True)",
        "df = df.join(raw)",
        "if 'city' not in df.columns:\n    df = df.merge(raw, on='k')",
        "df['y'] = df.apply(lambda r: r['x'] * 2, axis=1)",
        "df['x'] = df.apply(lambda r: r['y'] * 2, axis=1)",
        "df['x'] = df.apply(lambda c: c['x'] * 2)",
        "df['x'] = df.apply(lambda r: r['x'] if r['x'] > 0 else r['y'], axis=1)",
        "df['x'] = df.apply(lambda r: str(r['x']).strip(), axis=1)",
        "df = raw.copy()\ndf['x'] = df.apply(lambda r: r['x'] * 2, axis=1)",
        "def scale(d):\n    d = d.copy()\n    d['a'] /= 10\nscale(df)",
        "def scale(d):\n    d = d.copy()\n    d['a'] /= 10\n    return d\nscaled = scale(df)",
        "def scale(d):\n    return d * 10\nscaled = scale(df)",
        "def scale(d):\n    d['a'] /= 10\n    return d\nscaled = scale(df.copy())",
        "def scale(d):\n    d['a'] /= 10\n    return d\ndf = scale(raw.copy())",
        "def scale(d):\n    d['a'] /= 10\ndf = pd.read_csv('a.csv')\nscale(df)",
        "def scale(d):\n    d['b'] = d['a'] / 10\nscale(df)",
        "def scale(d):\n    if d['a'].max() <= 1:\n        return\n    d['a'] /= 10\nscale(df)",
        "def scale(d):\n    if d['a'].max() > 1:\n        d['a'] /= 10\n    return d\ndf = scale(df)",
        "def scale(d):\n    d = d.assign(b=d['a'] / 10)\n    d['a'] /= 10\n    return d.drop(columns='a')\ndf = scale(df)",
        "def scale(d):\n    d = d.drop(columns='id')\n    d['a'] /= 10\n    return d\ndf = scale(df)",
        "def scale(d):\n    assert d['a'].max() > 1\n    d['a'] /= 10\nscale(df)",
        "def scale(d):\n    d['a'] = d['a'] - d['a'].mean()\n    return d\ndf = scale(df)",
        "def mean(d):\n    scaled = d['a'] / 10\n    return scaled.mean()\nmean(df)",
        "def scale(d):\n    d = pd.read_csv('b.csv')\n    d['a'] /= 10\n    return d\ndf = scale(df)",
        "def first(d):\n    d['b'] = d['a']\n    d['b'] /= 10\n    return d\ndf = first(df)",
        "def scale(d):\n    d['a'] /= 10\n    yield d\nfor part in scale(df):\n    print(part)",
        "df = df.merge(raw, on='k', how='left', suffixes=(None, '_r')).filter(regex='^(?!.*_r$)')",
    ],
)
def test_a_cell_that_may_be_run_again(engine: Engine, cell: str) -> None:
    assert rules(engine, cell) == []


def test_what_is_not_known_to_be_data_is_left_alone(engine: Engine) -> None:
    assert rules(engine, "from mine import load\nX, y = load()", "X = X / 255", "y = y - 1") == []


def test_a_scaler_that_is_asked_in_its_own_cell_only_does_the_same_again(engine: Engine) -> None:
    split = "train, test = train_test_split(df, random_state=0)"
    both = "scaler = StandardScaler()\ntrain = scaler.fit_transform(train)\ntest = scaler.transform(test)"
    assert rules(engine, split, both) == []
    apart = ["scaler = StandardScaler()\ntrain = scaler.fit_transform(train)", "scaled = scaler.transform(test)"]
    assert rules(engine, split, *apart) == ["nb-non-idempotent-cell"]


def test_a_second_cell_that_applies_a_fitted_scaler(engine: Engine) -> None:
    cells = ["train, test = train_test_split(df, random_state=0)", "scaler = StandardScaler().fit(train)"]
    assert rules(engine, *cells, "test = scaler.transform(test)") == ["nb-non-idempotent-cell"]
    assert rules(engine, *cells, "scaled = scaler.transform(test)") == []


@pytest.mark.parametrize(
    "cells",
    [
        ("from mine import *", "unknown.head()"),
        ("%run setup.ipynb", "unknown.head()"),
        ("%pylab inline", "plot(df)"),
        ("%store -r unknown", "unknown"),
        ("%%some_extension\nx", "unknown"),
        ("exec('unknown = 1')", "unknown"),
        ("if 'unknown' not in globals():\n    unknown = 1", "unknown"),
        ("get_ipython().run_line_magic('run', 'a.py')", "unknown"),
        ("%%capture out\nprint(1)", "out.show()"),
        ("files = !ls\nhere = %pwd", "files, here"),
        ("display(df), In, Out, _, __, _3, get_ipython, __name__, __file__",),
        ("try:\n    unknown\nexcept NameError:\n    unknown = 1",),
        ("def f():\n    return later", "later = 1", "f()"),
        ("def even(n):\n    return n == 0 or odd(n - 1)", "def odd(n):\n    return even(n - 1)", "even(3)"),
        (
            "class A:\n    size = 1\n    double = size * 2\n    def m(self):\n        return A.double, helper()",
            "def helper():\n    pass",
        ),
        ("def f():\n    global made\n    made = 1", "f()", "made"),
        ("print([a for a in range(3) if a], {k: v for k, v in {}.items()}, (lambda q: q)(1))",),
        ("if (n := len(df)) > 1:\n    print(n)", "n"),
        ("for i, row in df.iterrows():\n    pass", "i, row"),
        ("with open('f') as handle:\n    pass", "handle"),
        ("import os.path as p, sys", "p, sys"),
        (
            "match df:\n    case [first, *rest]:\n        pass\n    case {'a': value, **others}:\n        pass",
            "first, rest, value, others",
        ),
        ("print 'old'\nunknown = 1", "unknown"),
        ("text = f'{df!r:>{10}}'\nlambda: text",),
        ("type Pair = tuple[int, int]", "Pair"),
        ("x: 'Unknown' = 1\ndef f(a: Unknown) -> Unknown:\n    return a",),
        ("spark.read.csv('x')\ndbutils.fs.ls('/')",),
    ],
)
def test_names_that_are_there(engine: Engine, cells: tuple[str, ...]) -> None:
    assert rules(engine, *cells) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("unknown.head()", "print(unknown)"), ["nb-undefined-name"]),
        (("def f():\n    return unknown",), ["nb-undefined-name"]),
        (("df['x'].apply(lambda v: v * factor)",), ["nb-undefined-name"]),
        (("class A:\n    x = unknown",), ["nb-undefined-name"]),
        (("def f(a=unknown):\n    return a",), ["nb-undefined-name"]),
        (("%matplotlib inline\n%load_ext autoreload\n!pip install x==1", "unknown"), ["nb-undefined-name"]),
        (("print(late)", "late = 1"), ["nb-use-before-def"]),
        (("def f():\n    return late\nf()", "late = 1"), ["nb-use-before-def"]),
        (("def f():\n    return g()\ndef g():\n    return late", "print(f())", "late = 1"), ["nb-use-before-def"]),
        (("[late for _ in range(3)]", "late = 1"), ["nb-use-before-def"]),
        (("class A(Base):\n    pass", "class Base:\n    pass"), ["nb-use-before-def"]),
    ],
)
def test_names_that_are_missing(engine: Engine, cells: tuple[str, ...], expected: list[str]) -> None:
    assert rules(engine, *cells) == expected


def test_a_script_is_no_notebook(engine: Engine) -> None:
    assert (
        found(analysed(engine, "import pandas as pd\nprint(late)\nlate = 1\ndf = pd.read_csv('a')\ndf = df / 2\n"))
        == ()
    )


def test_moving_a_cell_is_heard_of(engine: Engine) -> None:
    texts = ["import pandas as pd\ndf = pd.read_csv('a.csv')\n", "clean = df.dropna()\n", "clean.head()\n"]
    cells = [Cell(str(n), text, n) for n, text in enumerate(texts, 1)]
    analyser = Analyser(engine)

    def told(order: list[int]) -> list[str]:
        document = Document("file:///n.ipynb", tuple([cells[n] for n in order]), notebook=True)
        return [finding.rule for finding in analyser.update(document).findings]

    assert told([0, 1, 2]) == []
    assert told([0, 2, 1]) == ["nb-use-before-def"]
    assert told([0, 2]) == ["nb-undefined-name"]
    assert told([0, 1, 2]) == []


def undefined(engine: Engine, *cells: tuple[int, str]) -> list[str]:
    """The rules of the findings in cells with these numbers: Markdown has those that are missing."""
    texts = [Cell(str(n), text, n) for n, text in ((1, "import pandas as pd\n"), *cells)]
    return [f.rule for f in Analyser(engine).update(Document("file:///n.ipynb", tuple(texts), notebook=True)).findings]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "...",
        "# TODO\n",
        "pass",
        "# YOUR CODE HERE\nraise NotImplementedError()",
        "# %load solutions/first.py",
        "model = None  # your code here",
    ],
)
def test_an_exercise_defines_its_names_later(engine: Engine, cell: str) -> None:
    assert undefined(engine, (3, cell), (5, "accuracy")) == []


@pytest.mark.parametrize("cell", ["# accuracy = score(model)", "print('done')", "df = pd.DataFrame()  # TODO: more"])
def test_code_that_was_commented_out_is_no_exercise(engine: Engine, cell: str) -> None:
    assert undefined(engine, (3, cell), (5, "accuracy")) == ["nb-undefined-name"]


def test_an_empty_cell_among_others_is_no_exercise(engine: Engine) -> None:
    assert undefined(engine, (2, ""), (3, "accuracy")) == ["nb-undefined-name"]
    assert undefined(engine, (2, "accuracy"), (4, "")) == ["nb-undefined-name"]


def test_rows_that_are_put_into_a_list_of_another_cell(engine: Engine) -> None:
    reads = "for name in ['a.csv', 'b.csv']:\n    frames.append(pd.read_csv(name))"
    split = "both = pd.concat(frames)\ntrain, test = train_test_split(both, random_state=0)"
    assert rules(engine, "frames = []", reads, split) == ["nb-non-idempotent-cell"]
    assert rules(engine, "frames = []\n" + reads, split) == []
    assert rules(engine, "frames = []", "frames = []\n" + reads, split) == []
    assert rules(engine, "frames = []", reads, "print(len(frames))") == []


def test_scores_that_are_noted_in_a_list_are_meant_to_grow(engine: Engine) -> None:
    noted = "losses.append(df['x'].mean())"
    assert rules(engine, noted, "print(np.array(losses).mean())") == []


def test_rows_that_another_cell_has_drawn_are_gone_the_second_time(engine: Engine) -> None:
    """`drop` of labels that are gone is an error, which speaks for itself."""
    assert rules(engine, "part = df.sample(frac=0.8, random_state=0)", "df = df.drop(part.index)") == []


def test_columns_of_polars(engine: Engine) -> None:
    head = "import polars as pl\npf = pl.read_csv('a.csv')"
    for cell in (
        "pf = pf.with_columns(pl.col('x') / 100)",
        "pf = pf.with_columns((pl.col('x') / 100).round(2).alias('x'), pl.col('y').fill_null(0))",
        "pf = pf.with_columns(x=pl.col('x').log())",
        "pf = pf.with_columns([pl.col('x').shift(1).over('shop')])",
    ):
        assert rules(engine, head, cell) == ["nb-non-idempotent-cell"]
    for cell in (
        "pf = pf.with_columns((pl.col('x') / 100).alias('y'))",
        "pf = pf.with_columns(y=pl.col('x') / 100)",
        "pf = pf.with_columns((pl.col('x') - pl.col('x').mean()) / pl.col('x').std())",
        "pf = pf.with_columns(pl.col('x').fill_null(0), pl.col('y').cast(pl.Float32))",
        "pf = pf.filter(pl.col('x') > 1).drop('id')",
    ):
        assert rules(engine, head, cell) == []


def test_arrays_that_are_changed_in_place(engine: Engine) -> None:
    head = "import torch\nx = np.load('x.npy')\nt = torch.from_numpy(np.load('t.npy'))"
    for cell in ("np.log1p(x, out=x)", "np.divide(x, 255, out=x)", "t.div_(255)", "x = x[..., np.newaxis]", "x /= 255"):
        assert rules(engine, head, cell) == ["nb-non-idempotent-cell"]
    for cell in (
        "np.clip(x, 0, 1, out=x)",
        "t.clamp_(0, 1)",
        "y = np.log1p(x)",
        "x = x.astype('float32')",
        "t = t.to('cpu')",
    ):
        assert rules(engine, head, cell) == []


def test_training_that_goes_on_is_left_alone(engine: Engine) -> None:
    """People run a cell again to train for longer."""
    model = "from sklearn.linear_model import SGDClassifier\nmodel = SGDClassifier(warm_start=True, random_state=0)"
    assert rules(engine, model, "model.fit(df[['a']], df['y'])") == []
    assert (
        rules(engine, model, "for epoch in range(3):\n    model.partial_fit(df[['a']], df['y'], classes=[0, 1])") == []
    )


def test_a_finding_in_a_function_leads_there(engine: Engine) -> None:
    cells = "# %%\ndef thin(d):\n    return d.sample(frac=0.1, random_state=0)\n# %%\ndf = thin(df)\n"
    (finding,) = analysed(engine, FIRST + cells).findings
    assert finding.message == "running this cell again draws a sample of what is left of `df`"
    assert [(r.place.cell, r.message) for r in finding.related] == [
        (0, "`df` comes from cell 1"),
        (1, "this is where it happens"),
    ]


def test_a_document_whose_function_scales_and_joins(engine: Engine) -> None:
    """The finding stands in the cell that calls, and leads to the line of the function that does it."""
    cells = [
        "import pandas as pd\n\nshops = pd.read_csv('shops.csv')\nsales = pd.read_csv('sales.csv')",
        "def to_euros(table):\n    table['price'] = table['price'] / 100\n    return table",
        "sales = to_euros(sales)",
        "sales = sales.merge(shops, on='shop')",
    ]
    body = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": c} for c in cells]
    notebook = json.dumps({"cells": body, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    document = read_document(notebook.encode(), "sales.ipynb", "file:///sales.ipynb")
    findings = Analyser(engine).update(document).findings
    assert [(f.place.cell, f.message) for f in findings if f.rule == "nb-non-idempotent-cell"] == [
        (2, "running this cell again applies `/` to `sales['price']` once more, in `to_euros`"),
        (3, "running this cell again joins the same to `sales` once more, whose columns are there twice then"),
    ]
    first = next(f for f in findings if f.place.cell == 2)
    assert [(r.place.cell, r.place.line, r.message) for r in first.related][1:] == [(1, 1, "this is where it happens")]


@pytest.mark.parametrize(
    ("cell", "later", "fixed"),
    [
        ("df = df / 255  # bytes", "print(df.mean())", ("df_scaled = df / 255  # bytes", "print(df_scaled.mean())")),
        (
            "df = df.sample(frac=0.1, random_state=0)\ndf.head()",
            "f'{len(df)} rows'",
            ("df_sample = df.sample(frac=0.1, random_state=0)\ndf_sample.head()", "f'{len(df_sample)} rows'"),
        ),
        ("df = df / 255", "df['x'] = 1", ("df_scaled = df / 255", "df_scaled['x'] = 1")),
        ("df = df / 255", "print(df.pipe(lambda df: df.mean()))", None),
        ("df = df / 255", "def f():\n    df = 1\n    return df", None),
        ("df = df / 255", "df = df.dropna()", None),
        ("df = df / 255", "def f():\n    return df", None),
        ("df = df / 255", "mean = [df.mean() for df in [raw]]", None),
        ("df = df / 255", "!echo $df", None),
        ("df = df / 255", "df_scaled = 1", None),
        ("df['x'] = df['x'] / 255", "print(df.mean())", None),
        ("df = df[1:]", "print(df.mean())", None),
    ],
)
def test_a_name_of_its_own(engine: Engine, cell: str, later: str, fixed: tuple[str, str] | None) -> None:
    snapshot = analysed(engine, FIRST + f"# %%\n{cell}\n# %%\n{later}\n")
    finding = next(f for f in snapshot.findings if f.rule == "nb-non-idempotent-cell")
    fixes = snapshot.fixes(finding)
    done = [text(apply_edits(snapshot.document, fix.edits)) for fix in fixes]
    assert done == ([] if fixed is None else [FIRST + f"# %%\n{fixed[0]}\n# %%\n{fixed[1]}\n"])


@pytest.mark.parametrize(
    ("first", "later", "fixed"),
    [
        ("stats.norm", "from scipy import stats\n", "from scipy import stats\n\nstats.norm"),
        (
            "# why\nstats.norm",
            "import scipy.stats as stats  # all\n",
            "# why\nimport scipy.stats as stats  # all\n\nstats.norm",
        ),
        ("print(late)", "late = 1\n", None),
        ("print(late)", "if df.empty:\n    import late\n", None),
        ("stats.norm", "from scipy import stats; print(1)\n", None),
    ],
)
def test_an_import_that_stands_below_is_moved_up(engine: Engine, first: str, later: str, fixed: str | None) -> None:
    snapshot = analysed(engine, FIRST + f"# %%\n{first}\n# %%\n{later}")
    (finding,) = snapshot.findings
    done = [text(apply_edits(snapshot.document, fix.edits)) for fix in snapshot.fixes(finding)]
    assert done == ([] if fixed is None else [FIRST + f"# %%\n{fixed}\n# %%\n"])


def test_what_was_found_out_of_a_cell_is_forgotten_when_another_changes_what_it_reads(engine: Engine) -> None:
    import_, reads = "import pandas as pd\n", "df = pd.read_csv('a.csv')\n"
    versions = [
        (import_, reads, "df = df / 100\n"),
        (import_, reads, "df = df.round(2)\n"),
        (import_, reads, "df = df / 100\n"),
        (import_, "df = other\nother = 1\n", "df = df / 100\n"),
        (import_, reads, "df = df / 100\n"),
        (import_, "thin = lambda d: d.head(5)\n" + reads, "df = thin(df)\n"),
        (import_, "thin = lambda d: d.sample(5, random_state=0)\n" + reads, "df = thin(df)\n"),
        (import_, "thin = lambda d: d.head(5)\n" + reads, "df = thin(df)\n"),
        (import_, "df = 1\n", reads + "df = df / 100\n"),
        (import_, "def scale(d):\n    d['a'] /= 10\n" + reads, "scale(df)\n"),
        (import_, "def scale(d):\n    d['b'] = 10\n" + reads, "scale(df)\n"),
        (import_, "def scale(d):\n    d['a'] /= 20\n" + reads, "scale(df)\n"),
        (import_, "def scale(d):\n    d = d.copy()\n    d['a'] /= 20\n" + reads, "scale(df)\n"),
        (import_, "def scale(d):\n    d['a'] = d['a'] * 20\n" + reads, "scale(df)\n"),
        (import_, "def scale(d):\n    d['a'] = d['a'] * 1\n" + reads, "scale(df)\n"),
    ]
    kept = Analyser(engine)
    told = []
    for texts in versions:
        document = Document(
            "file:///n.ipynb", tuple([Cell(str(n), t, n) for n, t in enumerate(texts, 1)]), notebook=True
        )
        findings = kept.update(document).findings
        assert findings == Analyser(engine).update(document).findings
        told.append("nb-non-idempotent-cell" in [f.rule for f in findings])
    functions = [True, False, True, False, True, False]
    assert told == [True, False, True, False, True, False, True, False, False, *functions]
