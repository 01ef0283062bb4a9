"""The library models: small programs mean what they should."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Engine
from heldout.semantics.graph import Step
from heldout.semantics.rows import Relation, relate
from heldout.semantics.run import Interpreter
from heldout.semantics.values import Value, class_name
from heldout.source.document import Cell, Document
from heldout.syntax.program import update

IMPORTS = """
import numpy as np
import pandas as pd
import torch
df = pd.read_csv("data.csv")
X, y = df.drop(columns=["y"]), df["y"]
"""


def run(engine: Engine, code: str) -> tuple[list[Step], dict[object, Value]]:
    program = update(None, Document("file:///p.py", (Cell("", IMPORTS + code),)))
    records, table = Interpreter(engine.models).run(program.units())
    return [step for record in records for step in record.steps], table


def ops(steps: list[Step]) -> list[str]:
    return [step.op for step in steps if step.op not in ("source", "drop", "construct", "call", "statistic")]


# ── what fitting keeps of the rows ──────────────────────────────────────────────────────────────────────────────────

KEPT = {
    "sklearn.preprocessing.StandardScaler": "statistics",
    "sklearn.impute.SimpleImputer": "statistics",
    "sklearn.cluster.KMeans": "statistics",
    "sklearn.feature_selection.SelectKBest": "labels",
    "sklearn.preprocessing.TargetEncoder": "labels",
    "sklearn.preprocessing.Normalizer": None,
    "sklearn.preprocessing.LabelEncoder": None,
    "sklearn.preprocessing.PolynomialFeatures": None,
}


@pytest.mark.parametrize(("cls", "how"), KEPT.items(), ids=lambda v: str(v).rpartition(".")[2])
def test_transformed_rows_have_seen_what_fitting_keeps(engine: Engine, cls: str, how: str | None) -> None:
    module, _, name = cls.rpartition(".")
    _, table = run(engine, f"from {module} import {name}\nt = {name}()\nout = t.fit_transform(X, y)")
    out = table["out"]
    assert out.rows == table["X"].rows
    passed = {seen.how for seen in out.seen}
    assert passed - {"none"} == ({how} if how else set())


def test_a_pipeline_keeps_what_its_parts_keep_and_is_what_its_last_part_is(engine: Engine) -> None:
    steps, table = run(
        engine,
        """
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
pipe = make_pipeline(StandardScaler(), LogisticRegression())
pipe.fit(X, y)
hard, soft = pipe.predict(X), pipe.predict_proba(X)
""",
    )
    assert ops(steps) == ["fit", "predict", "predict"]
    assert (table["hard"].content, table["soft"].content) == ("labels", "probabilities")


def test_a_search_with_a_splitter_is_still_a_classifier(engine: Engine) -> None:
    _, table = run(
        engine,
        """
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold
search = GridSearchCV(LogisticRegression(), {"C": [1, 2]}, cv=KFold(5)).fit(X, y)
hard = search.predict(X)
best = search.best_estimator_.predict(X)
""",
    )
    assert table["hard"].content == table["best"].content == "labels"


def test_a_regressor_does_not_give_labels(engine: Engine) -> None:
    _, table = run(engine, "from sklearn.linear_model import Ridge\nout = Ridge().fit(X, y).predict(X)")
    assert table["out"].content is None


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────

SAME = [
    "X.values", "X.to_numpy()", "X.fillna(0)", "X.astype(float)", "X.sort_values('a')", "X.copy()", "X[['a', 'b']]",
    "np.log1p(X)", "np.asarray(X)", "pd.DataFrame(X.values, columns=X.columns)", "pd.get_dummies(X)",
    "pd.concat([X, y], axis=1)", "X.sample(frac=1)", "X.values.reshape(-1, 1)",
    "torch.tensor(X.values).float()", "torch.utils.data.TensorDataset(torch.tensor(X.values))",
]  # fmt: skip
FEWER = ["X.dropna()", "X.head(10)", "X.query('a > 1')", "X.sample(frac=0.5)", "X.drop_duplicates()", "X[X['a'] > 1]"]


@pytest.mark.parametrize("code", SAME)
def test_the_same_rows(engine: Engine, code: str) -> None:
    _, table = run(engine, f"out = {code}")
    assert table["out"].rows == table["X"].rows


@pytest.mark.parametrize("code", FEWER)
def test_some_of_the_rows(engine: Engine, code: str) -> None:
    _, table = run(engine, f"out = {code}")
    out, whole = table["out"].data_rows(), table["X"].data_rows()
    assert out is not None
    assert whole is not None
    assert relate(out, whole) is Relation.INSIDE


@pytest.mark.parametrize(
    "code", ["X.mean()", "X['a'].median()", "np.mean(X, axis=0)", "X.values.std(axis=0)", "y.value_counts()"]
)
def test_a_statistic_has_seen_the_rows_and_holds_none(engine: Engine, code: str) -> None:
    _, table = run(engine, f"out = {code}")
    out = table["out"]
    assert out.content == "statistic"
    assert {seen.rows for seen in out.seen} == {table["X"].rows}


def test_oversampling_copies_and_undersampling_leaves_out(engine: Engine) -> None:
    steps, table = run(
        engine,
        """
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
more, _ = SMOTE(random_state=0).fit_resample(X, y)
less, _ = RandomUnderSampler(random_state=0).fit_resample(X, y)
""",
    )
    assert ops(steps) == ["resample", "resample"]
    assert {seen.how for seen in table["more"].seen} == {"copies"}
    assert not table["less"].seen


# ── randomness ──────────────────────────────────────────────────────────────────────────────────────────────────────

DRAWS = {
    "np.random.rand(3)": True,
    "np.random.permutation(10)": True,
    "torch.randperm(10)": True,
    "X.sample(n=5)": True,
    "sklearn.utils.shuffle(X)": True,
    "sklearn.model_selection.train_test_split(X)[0]": True,
    "sklearn.model_selection.train_test_split(X, shuffle=False)[0]": False,
    "np.zeros(3)": False,
    "X.head()": False,
}


@pytest.mark.parametrize(("code", "draws"), DRAWS.items())
def test_what_draws(engine: Engine, code: str, draws: bool) -> None:
    _, table = run(engine, f"import sklearn.utils, sklearn.model_selection\nout = {code}")
    assert (table["out"].drawn is not None) is draws


@pytest.mark.parametrize(
    ("code", "draws"),
    {
        "KFold(5)": False,
        "KFold(5, shuffle=True)": True,
        "ShuffleSplit()": True,
        "SVC()": False,
        "SVC(probability=True)": True,
        "LogisticRegression()": False,
        "SGDClassifier()": True,
    }.items(),
)
def test_what_draws_when_it_is_used(engine: Engine, code: str, draws: bool) -> None:
    steps, _ = run(
        engine,
        f"""
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import KFold, ShuffleSplit
from sklearn.svm import SVC
{code}
""",
    )
    model = steps[-1].model
    assert model is not None
    assert model.seed == "random_state"
    switch = model.random
    given = steps[-1].arg(switch) if isinstance(switch, str) else None
    on = model.facts.get("random-default", True) if given is None else True
    assert (bool(switch) and on) is draws


SEEDS = [
    "np.random.seed(0)",
    "torch.manual_seed(0)",
    "random.seed(0)",
    "tf.random.set_seed(0)",
    "keras.utils.set_random_seed(0)",
    "tf.keras.utils.set_random_seed(0)",
    "transformers.set_seed(0)",
]


@pytest.mark.parametrize("code", SEEDS)
def test_what_seeds(engine: Engine, code: str) -> None:
    steps, _ = run(engine, f"import random, keras, transformers\nimport tensorflow as tf\n{code}")
    assert ops(steps) == ["seed"]
    assert steps[-1].fact("seeds")


# ── PyTorch, the Hub ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_training_step_in_pytorch(engine: Engine) -> None:
    steps, table = run(
        engine,
        """
from torch import nn, optim
net = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))
optimizer = optim.AdamW(net.parameters())
criterion = nn.CrossEntropyLoss()
net.train()
optimizer.zero_grad()
out = net(torch.tensor(X.values))
criterion(out, torch.tensor(y.values)).mean().backward()
optimizer.step()
net.eval()
""",
    )
    assert class_name(table["out"]) == "torch.Tensor"
    wanted = ["parameters", "train-mode", "zero-grad", "forward", "loss", "backward", "optimizer-step", "eval-mode"]
    assert ops(steps) == wanted
    assert [s.name for s in steps if s.fact("dropout-or-norm")] == ["torch.nn.BatchNorm1d"]


LOADS = {
    "transformers.AutoModel.from_pretrained('org/name')": "hub-load",
    "transformers.AutoTokenizer.from_pretrained('org/name')": "hub-load",
    "datasets.load_dataset('org/name')": "hub-load",
    "sentence_transformers.SentenceTransformer('org/name')": "hub-load",
    "torch.load('model.pt')": "load",
    "urllib.request.urlretrieve('https://host/data.csv', 'data.csv')": "download",
}


@pytest.mark.parametrize(("code", "op"), LOADS.items())
def test_what_comes_from_elsewhere(engine: Engine, code: str, op: str) -> None:
    steps, _ = run(engine, f"import datasets, sentence_transformers, transformers, urllib.request\n{code}")
    step = steps[-1]
    assert step.op == op
    where = step.fact("repo") or step.fact("url")
    assert op == "load" or (isinstance(where, str) and step.arg(where) is not None)


def test_data_sets_come_whole_in_pairs_or_split(engine: Engine) -> None:
    _, table = run(
        engine,
        """
from sklearn.datasets import load_iris, make_moons
from tensorflow.keras.datasets import mnist
iris = load_iris()
A, b = iris.data, iris["target"]
C, d = load_iris(return_X_y=True)
E, f = make_moons(random_state=0)
(G, _), (H, _) = mnist.load_data()
""",
    )
    assert {class_name(table[name]) for name in "AbCdEfGH"} == {"numpy.ndarray"}
    for left, right in ("Ab", "Cd", "Ef"):
        assert table[left].rows == table[right].rows
    assert relate(table["G"].data_rows(), table["H"].data_rows()) is Relation.DISJOINT
