"""Programs that fit a scaler before the split, by every way in which values flow in Python: each must be seen through."""

from __future__ import annotations

PREFACE = """import pandas as pd
from functools import partial, reduce, wraps, lru_cache
from dataclasses import dataclass, field
from collections import defaultdict, namedtuple
from typing import NamedTuple
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score
"""
START = """
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
"""
END = """
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
model.score(X_test, y_test)
"""
FLOWS = {
    "plain": START
    + """
X = StandardScaler().fit_transform(X)
"""
    + END,
    "branch both": START
    + """
if fancy:
    X = StandardScaler().fit_transform(X)
else:
    X = MinMaxScaler().fit_transform(X)
"""
    + END,
    "branch one": START
    + """
if fancy:
    X = StandardScaler().fit_transform(X)
"""
    + END,
    "branch scaler": START
    + """
if fancy:
    scaler = StandardScaler()
else:
    scaler = MinMaxScaler()
X = scaler.fit_transform(X)
"""
    + END,
    "scaler ifexp": START
    + """
scaler = StandardScaler() if fancy else MinMaxScaler()
scaler.fit(X)
X = scaler.transform(X)
"""
    + END,
    "loop columns": """
df = pd.read_csv("a.csv")
for col in ["a", "b"]:
    df[col] = StandardScaler().fit_transform(df[[col]])
X = df.drop(columns="y"); y = df["y"]
"""
    + END,
    "loop scalers": START
    + """
for s in [StandardScaler(), MinMaxScaler()]:
    X = s.fit_transform(X)
"""
    + END,
    "loop models dict": START
    + """
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
models = {"lr": LogisticRegression(), "lr2": LogisticRegression(C=2)}
scores = {}
for name, model in models.items():
    model.fit(X_train, y_train)
    scores[name] = accuracy_score(y_test, model.predict(X_test))
""",
    "comprehension": START
    + """
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scores = [LogisticRegression(C=c).fit(X_train, y_train).score(X_test, y_test) for c in (1, 2)]
""",
    "with try": """
try:
    with open("a.csv") as f:
        df = pd.read_csv(f)
except OSError:
    df = pd.DataFrame()
X = df.drop(columns="y"); y = df["y"]
try:
    X = StandardScaler().fit_transform(X)
except ValueError as e:
    print(e)
    raise
finally:
    print("done")
"""
    + END,
    "deep helpers": """
def a(X): return b(X)
def b(X): return c(X)
def c(X): return d(X)
def d(X): return e(X)
def e(X):
    return StandardScaler().fit_transform(X)
def split(X, y, **kw):
    return train_test_split(X, y, **kw)
def evaluate(m, X, y):
    p = m.predict(X)
    return accuracy_score(y, p)
def train(X, y, model=None):
    model = model or LogisticRegression()
    model.fit(X, y)
    return model
def main():
    df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
    X = a(X)
    X_train, X_test, y_train, y_test = split(X, y, random_state=0)
    m = train(X_train, y_train)
    print(evaluate(m, X_test, y_test))
if __name__ == "__main__":
    main()
""",
    "lambda partial": START
    + """
scale = lambda X: StandardScaler().fit_transform(X)
X = scale(X)
split = partial(train_test_split, random_state=0)
X_train, X_test, y_train, y_test = split(X, y)
fit = lambda m, X, y: m.fit(X, y)
m = fit(LogisticRegression(), X_train, y_train); m.score(X_test, y_test)
""",
    "decorator": """
def timed(f):
    @wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner
@timed
def scale(X):
    return StandardScaler().fit_transform(X)
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = scale(X)
"""
    + END,
    "decorator args": """
def logged(name):
    def deco(f):
        def inner(*args, **kwargs):
            print(name)
            result = f(*args, **kwargs)
            return result
        return inner
    return deco
@logged("scale")
def scale(X):
    return StandardScaler().fit_transform(X)
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = scale(X)
"""
    + END,
    "unknown decorator": """
import click
@click.command()
@click.option("--path")
def main(path):
    df = pd.read_csv(path); X = df.drop(columns="y"); y = df["y"]
    X = StandardScaler().fit_transform(X)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
main()
""",
    "lru cache": """
@lru_cache(maxsize=None)
def load(path):
    df = pd.read_csv(path)
    return df.drop(columns="y"), df["y"]
X, y = load("a.csv")
X = StandardScaler().fit_transform(X)
"""
    + END,
    "argparse main": """
import argparse
def parse():
    p = argparse.ArgumentParser(); p.add_argument("--path"); return p.parse_args()
def main(args):
    df = pd.read_csv(args.path); X = df.drop(columns="y"); y = df["y"]
    X = StandardScaler().fit_transform(X)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
if __name__ == "__main__":
    main(parse())
""",
    "nested functions": """
def run():
    df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
    def scale():
        nonlocal X
        X = StandardScaler().fit_transform(X)
    scale()
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
run()
""",
    "callbacks": """
def apply(f, X):
    return f(X)
def scale(X):
    return StandardScaler().fit_transform(X)
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = apply(scale, X)
"""
    + END,
    "steps list": """
def clean(df): return df.dropna()
def scale(df):
    df[["a"]] = StandardScaler().fit_transform(df[["a"]])
    return df
df = pd.read_csv("a.csv")
for step in [clean, scale]:
    df = step(df)
X = df.drop(columns="y"); y = df["y"]
"""
    + END,
    "pipe": """
def scale(df, cols):
    df = df.copy()
    df[cols] = StandardScaler().fit_transform(df[cols])
    return df
df = pd.read_csv("a.csv").pipe(scale, ["a"])
X = df.drop(columns="y"); y = df["y"]
"""
    + END,
    "generator": """
def splits(X, y):
    for seed in range(3):
        yield train_test_split(X, y, random_state=seed)
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = StandardScaler().fit_transform(X)
for X_train, X_test, y_train, y_test in splits(X, y):
    m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
""",
    "class fields": """
class Exp:
    def __init__(self, path):
        self.path = path
        self.scaler = StandardScaler()
        self.model = LogisticRegression()
    def load(self):
        self.df = pd.read_csv(self.path)
        self.X = self.df.drop(columns="y"); self.y = self.df["y"]
        return self
    def prep(self):
        self.X = self.scaler.fit_transform(self.X)
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(self.X, self.y, random_state=0)
        return self
    def fit(self):
        self.model.fit(self.X_train, self.y_train)
        return self
    def score(self):
        return self.model.score(self.X_test, self.y_test)
print(Exp("a").load().prep().fit().score())
""",
    "inheritance": """
class Base:
    def run(self):
        X, y = self.load()
        X = self.scale(X)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = self.make(); m.fit(X_train, y_train); return m.score(X_test, y_test)
    def scale(self, X): return X
class Mine(Base):
    def load(self):
        df = pd.read_csv("a.csv"); return df.drop(columns="y"), df["y"]
    def scale(self, X):
        X = super().scale(X)
        return StandardScaler().fit_transform(X)
    def make(self): return LogisticRegression()
Mine().run()
""",
    "uncalled class": """
class Exp:
    def __init__(self, df):
        self.X = df.drop(columns="y"); self.y = df["y"]
    def prep(self):
        self.X = StandardScaler().fit_transform(self.X)
    def run(self):
        self.prep()
        X_train, X_test, y_train, y_test = train_test_split(self.X, self.y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        return m.score(X_test, y_test)
""",
    "dataclass": """
@dataclass
class Data:
    X: pd.DataFrame
    y: pd.Series
    def split(self):
        return train_test_split(self.X, self.y, random_state=0)
df = pd.read_csv("a.csv")
d = Data(df.drop(columns="y"), y=df["y"])
d.X = StandardScaler().fit_transform(d.X)
X_train, X_test, y_train, y_test = d.split()
m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
""",
    "namedtuple": """
Split = namedtuple("Split", ["X_train", "X_test", "y_train", "y_test"])
class S2(NamedTuple):
    a: object
    b: object
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = StandardScaler().fit_transform(X)
s = Split(*train_test_split(X, y, random_state=0))
m = LogisticRegression().fit(s.X_train, s.y_train); m.score(s.X_test, s.y_test)
""",
    "dict return": """
def prepare():
    df = pd.read_csv("a.csv")
    X = StandardScaler().fit_transform(df.drop(columns="y"))
    X_train, X_test, y_train, y_test = train_test_split(X, df["y"], random_state=0)
    return {"train": (X_train, y_train), "test": (X_test, y_test)}
data = prepare()
m = LogisticRegression().fit(*data["train"])
print(m.score(*data["test"]))
""",
    "starred": START
    + """
X = StandardScaler().fit_transform(X)
X_train, X_test, *rest = train_test_split(X, y, random_state=0)
y_train, y_test = rest
m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
""",
    "bound methods": START
    + """
scaler = StandardScaler()
fit = scaler.fit
fit(X)
tr = scaler.transform
X = tr(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
m = LogisticRegression().fit(X_train, y_train); ev = m.score; ev(X_test, y_test)
""",
    "global": """
X = y = None
def load():
    global X, y
    df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
def scale():
    global X
    X = StandardScaler().fit_transform(X)
load(); scale()
"""
    + END,
    "walrus": START
    + """
if (Xs := StandardScaler().fit_transform(X)) is not None:
    X_train, X_test, y_train, y_test = train_test_split(Xs, y, random_state=0)
    print((m := LogisticRegression()).fit(X_train, y_train).score(X_test, y_test))
""",
    "inplace param": """
def scale(df):
    df["a"] = (df["a"] - df["a"].mean()) / df["a"].std()
def scale2(df, cols):
    df[cols] = StandardScaler().fit_transform(df[cols])
df = pd.read_csv("a.csv")
scale2(df, ["a"])
X = df.drop(columns="y"); y = df["y"]
"""
    + END,
    "self df col": """
class E:
    def __init__(self):
        self.df = pd.read_csv("a.csv")
    def prep(self):
        self.df[["a"]] = StandardScaler().fit_transform(self.df[["a"]])
    def run(self):
        self.prep()
        tr, te = train_test_split(self.df, random_state=0)
        m = LogisticRegression().fit(tr.drop(columns="y"), tr["y"])
        return m.score(te.drop(columns="y"), te["y"])
E().run()
""",
    "match": START
    + """
match kind:
    case "std":
        scaler = StandardScaler()
    case _:
        scaler = MinMaxScaler()
X = scaler.fit_transform(X)
"""
    + END,
    "registry": """
SCALERS = {"std": StandardScaler, "mm": MinMaxScaler}
def make(name): return SCALERS[name]()
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = make("std").fit_transform(X)
"""
    + END,
    "registry unknown key": """
SCALERS = {"std": StandardScaler(), "mm": MinMaxScaler()}
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = SCALERS[cfg.name].fit_transform(X)
"""
    + END,
    "getattr call": START
    + """
X = getattr(StandardScaler(), "fit_transform")(X)
"""
    + END,
    "kwargs config": """
cfg = dict(test_size=0.2, random_state=0)
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = StandardScaler(**{}).fit_transform(X=X)
X_train, X_test, y_train, y_test = train_test_split(X, y, **cfg)
m = LogisticRegression().fit(X=X_train, y=y_train); m.score(X=X_test, y=y_test)
""",
    "method callbacks class scaler": """
class Scaler:
    def fit(self, X):
        self.mean_ = X.mean(); self.std_ = X.std(); return self
    def transform(self, X):
        return (X - self.mean_) / self.std_
    def fit_transform(self, X):
        return self.fit(X).transform(X)
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = Scaler().fit_transform(X)
"""
    + END,
    "context manager": """
from contextlib import contextmanager
@contextmanager
def data():
    df = pd.read_csv("a.csv")
    yield df
with data() as df:
    X = df.drop(columns="y"); y = df["y"]
    X = StandardScaler().fit_transform(X)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
""",
    "property": """
class D:
    def __init__(self): self.df = pd.read_csv("a.csv")
    @property
    def X(self): return StandardScaler().fit_transform(self.df.drop(columns="y"))
    @property
    def y(self): return self.df["y"]
d = D()
X_train, X_test, y_train, y_test = train_test_split(d.X, d.y, random_state=0)
m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
""",
    "early return helpers": """
def load(cache=None):
    if cache is not None:
        return cache
    df = pd.read_csv("a.csv")
    if df.empty:
        raise ValueError
    return df
df = load()
X, y = df.drop(columns="y"), df["y"]
X = StandardScaler().fit_transform(X)
"""
    + END,
    "while loop": START
    + """
n = 0
while n < 2:
    X = StandardScaler().fit_transform(X)
    n += 1
"""
    + END,
    "async": """
import asyncio
async def load(): return pd.read_csv("a.csv")
async def main():
    df = await load()
    X = df.drop(columns="y"); y = df["y"]
    X = StandardScaler().fit_transform(X)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
asyncio.run(main())
""",
    "list append results": START
    + """
X = StandardScaler().fit_transform(X)
parts = []
parts.append(train_test_split(X, y, random_state=0))
X_train, X_test, y_train, y_test = parts[0]
m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
""",
    "classmethod factory": """
class D:
    def __init__(self, X, y): self.X, self.y = X, y
    @classmethod
    def from_csv(cls, path):
        df = pd.read_csv(path)
        return cls(df.drop(columns="y"), df["y"])
    @staticmethod
    def scale(X): return StandardScaler().fit_transform(X)
d = D.from_csv("a")
d.X = D.scale(d.X)
X_train, X_test, y_train, y_test = train_test_split(d.X, d.y, random_state=0)
m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
""",
    "callable obj": """
class Scale:
    def __call__(self, X): return StandardScaler().fit_transform(X)
df = pd.read_csv("a.csv"); X = df.drop(columns="y"); y = df["y"]
X = Scale()(X)
"""
    + END,
    "function defined later": """
def main():
    X, y = load()
    X = scale(X)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    m = LogisticRegression().fit(X_train, y_train); m.score(X_test, y_test)
def load():
    df = pd.read_csv("a.csv"); return df.drop(columns="y"), df["y"]
def scale(X): return StandardScaler().fit_transform(X)
main()
""",
    "for else zip": START
    + """
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
for name, m in zip(["a", "b"], [LogisticRegression(), LogisticRegression(C=3)]):
    m.fit(X_train, y_train)
    print(name, m.score(X_test, y_test))
""",
    "enumerate models": START
    + """
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
for i, (name, cls) in enumerate([("a", LogisticRegression), ("b", LogisticRegression)]):
    m = cls(); m.fit(X_train, y_train)
    print(name, m.score(X_test, y_test))
""",
    "nested split val": START
    + """
X = StandardScaler().fit_transform(X)
X_trv, X_test, y_trv, y_test = train_test_split(X, y, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_trv, y_trv, random_state=0)
m = LogisticRegression().fit(X_train, y_train); print(m.score(X_val, y_val)); print(m.score(X_test, y_test))
""",
    "setattr": START
    + """
class Box:
    pass
box = Box()
setattr(box, "X", X)
X = StandardScaler().fit_transform(box.X)
"""
    + END,
    "recursion with a counter": START
    + """
def again(data, n):
    return data if n == 0 else again(StandardScaler().fit_transform(data), n - 1)
X = again(X, 2)
"""
    + END,
    "recursion": START
    + """
def again(data):
    if small(data):
        return StandardScaler().fit_transform(data)
    return again(data)
X = again(X)
"""
    + END,
    "reduce of functions": START
    + """
X = reduce(lambda data, f: f(data), [StandardScaler().fit_transform, lambda a: a * 2], X)
"""
    + END,
    "map over one": START
    + """
(X,) = map(StandardScaler().fit_transform, [X])
"""
    + END,
}
