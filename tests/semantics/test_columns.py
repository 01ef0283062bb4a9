"""Which columns a table holds after what people do to it, and what those that a program makes are made of."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Engine
from heldout.semantics.columns import described
from heldout.semantics.run import Interpreter
from heldout.source.document import Cell, Document
from heldout.syntax.program import update

START = """
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
df = pd.read_csv("data.csv")
"""

TABLES = {
    "all": ("x = df.dropna()[df.a > 0]", "all"),
    "names": ('x = df[["b", "a"]]', "a, b"),
    "names in a variable": ('names = ["a", "b"]\nx = df[names + ["c"]]', "a, b, c"),
    "one": ('x = df["a"]', "a"),
    "one as an attribute": ("x = df.a", "a"),
    "dropped": ('x = df.drop(columns=["y"])', "all but y"),
    "dropped by axis": ('x = df.drop(["y", "id"], axis=1)', "all but id, y"),
    "dropped in place": ('df.drop("y", axis=1, inplace=True)\nx = df', "all but y"),
    "popped": ('y = df.pop("y")\nx = df', "all but y"),
    "written to by NumPy": ('np.log1p(df, out=df)\nx = df[["b", "a"]]', "a, b"),
    "deleted": ('del df["y"]\nx = df', "all but y"),
    "rows dropped": ("x = df.drop(index=[1, 2])", "all"),
    "unknown names": ("x = df[names]", "some columns"),
    "unknown names dropped": ("x = df.drop(columns=names)", "some columns"),
    "by position": ("x = df.iloc[:, :-1]", "some columns"),
    "located": ('x = df.loc[df.a > 0, ["a", "b"]]', "a, b"),
    "all located": ("x = df.loc[df.a > 0, :]", "all"),
    "an array": ('x = df.drop(columns="y").values', "all but y"),
    "scaled": ('x = StandardScaler().fit_transform(df[["a", "b"]])', "a, b"),
    "split": ('x, _ = train_test_split(df.drop(columns="y"))', "all but y"),
    "added": ('df["c"] = df["a"] / df["b"]\nx = df', "all; c = a, b"),
    "assigned": ('x = df.assign(c=df["a"] + 1)', "all; c = a"),
    "renamed": ('x = df[["a", "b"]].rename(columns={"a": "z"})', "b, z; z = a"),
    "set again": ('df["a"] = df["a"].fillna(0)\nx = df', "all"),
    "one way or the other": ('if df.a.sum() > 3:\n    df = df.drop(columns="y")\nx = df', "all"),
    "through a function": ('def features(t):\n    return t.drop(columns="y")\n\nx = features(df)', "all but y"),
    "through a field": ('class A:\n    def __init__(self, t):\n        self.t = t[["a"]]\n\nx = A(df).t', "a"),
    "shifted": ('df["lag"] = df["y"].shift(1)\nx = df[["a", "lag"]]', "a, lag; lag = lag(y)"),
    "in a loop": ('for n in range(3):\n    df[f"lag_{n}"] = df["y"].shift(n)\nx = df', "all; lag_… = lag(y)"),
    "in a loop, chosen by name": (
        'for n in range(1, 4):\n    df[f"lag_{n}"] = df["y"].shift(n)\nx = df[["a", "lag_1"]]',
        "a, lag_1; lag_… = lag(y)",
    ),
    "in a loop, dropped by name": (
        'for n in (1, 2):\n    df[f"next_{n}"] = df["y"].shift(-n)\nx = df.drop(columns=["next_1", "next_2"])',
        "all but next_1, next_2",
    ),
    "of the future": ('df["next"] = df.close.shift(-1)\nx = df', "all; next = future(close)"),
    "a window": ('df["m"] = df["y"].rolling(7).mean()\nx = df', "all; m = window(y)"),
    "a window of the past": ('x = df["y"].shift(1).rolling(7).mean()', "all; lag window(y)"),
    "a centered window": ('df["m"] = df["y"].rolling(7, center=True).mean()\nx = df', "all; m = centered window(y)"),
    "by group": ('df["lag"] = df.groupby("store")["y"].shift(1)\nx = df', "all; lag = lag(y)"),
    "by group, a function": (
        'df["m"] = df.groupby("store")["y"].transform(lambda s: s.shift(1).rolling(7).mean())\nx = df',
        "all; m = lag window(y)",
    ),
    "means of groups": ('df["te"] = df.groupby("city")["y"].transform("mean")\nx = df', "all; te = aggregate(y)"),
    "mapped means": (
        'df["te"] = df["city"].map(df.groupby("city")["y"].mean())\nx = df',
        "all; te = aggregate(city, y)",
    ),
    "merged means": (
        'means = df.groupby("city").agg(te=("y", "mean")).reset_index()\nx = df.merge(means, on="city")',
        "all; te = aggregate(y)",
    ),
}


@pytest.mark.parametrize(("code", "expected"), TABLES.values(), ids=TABLES.keys())
def test_columns(engine: Engine, code: str, expected: str) -> None:
    program = update(None, Document("file:///p.py", (Cell("", START + code + "\n"),)))
    value = Interpreter(engine.models).run(program.units())[1]["x"]
    assert ("all" if value.columns is None else described(value.columns)) == expected
