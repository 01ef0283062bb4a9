"""The models of deep-learning libraries: small programs whose rows would be wrong without them."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Engine
from heldout.semantics.graph import Step
from heldout.semantics.rows import Relation, Rows, relate, share
from heldout.semantics.run import Interpreter
from heldout.semantics.values import Value
from heldout.source.document import Cell, Document
from heldout.syntax.program import update

IMPORTS = """
import keras
import numpy as np
import pandas as pd
import tensorflow as tf
import torch
from datasets import Dataset, DatasetDict, concatenate_datasets, load_dataset
from keras import layers
from torch import nn
from torch.utils.data import ConcatDataset, DataLoader, Subset, SubsetRandomSampler, TensorDataset, random_split
from torchvision import datasets
df = pd.read_csv("data.csv")
X, y = df.drop(columns=["y"]).values, df["y"].values
x, t = torch.tensor(X), torch.tensor(y)
"""


def run(engine: Engine, code: str) -> tuple[list[Step], dict[object, Value]]:
    program = update(None, Document("file:///p.py", (Cell("", IMPORTS + code),)))
    records, table = Interpreter(engine.models).run(program.units())
    return [step for record in records for step in record.steps], table


def rows(table: dict[object, Value], name: str) -> Rows:
    found = table[name].data_rows()
    assert found is not None
    return found


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────

SAME = [
    "x.view(-1, 3).float().to('cuda')", "torch.sub(x, 1)", "x.masked_fill(x > 1, 0).clamp(0, 1)", "torch.hstack([x, t])",
    "TensorDataset(x, t)", "DataLoader(TensorDataset(x, t), batch_size=2, shuffle=True)", "x['field']", "x.mean(dim=1)",
    "x.sum(-1)", "x.max(dim=1)[0]", "Subset(TensorDataset(x), range(len(x)))",
    "tf.data.Dataset.from_tensor_slices((X, y)).shuffle(10, seed=0).batch(2).prefetch(1)",
    "tf.data.Dataset.from_tensor_slices({'a': X}).map(lambda a: a['a'] / 255)",
    "keras.utils.to_categorical(y)", "keras.utils.timeseries_dataset_from_array(X, y, 5)", "tf.cast(X, tf.float32)",
    "Dataset.from_pandas(df).map(lambda row: {'n': len(row['a'])}).remove_columns(['a']).shuffle(seed=0).to_pandas()",
    "DatasetDict({'train': Dataset.from_pandas(df)})['train']", "Dataset.from_dict({'x': X, 'y': y})",
]  # fmt: skip


@pytest.mark.parametrize("code", SAME)
def test_the_same_rows(engine: Engine, code: str) -> None:
    _, table = run(engine, f"out = {code}")
    assert table["out"].rows == table["X"].rows


FEWER = [
    "Subset(TensorDataset(x), [0, 1, 2])", "Subset(TensorDataset(x), range(100))", "x[t > 0]",
    "DataLoader(TensorDataset(x), sampler=SubsetRandomSampler(range(100)))",
    "tf.data.Dataset.from_tensor_slices(X).take(100)", "tf.data.Dataset.from_tensor_slices(X).filter(lambda a: a > 0)",
    "tf.data.Dataset.from_tensor_slices(X).shard(2, 0)", "Dataset.from_pandas(df).select(range(100))",
    "Dataset.from_pandas(df).filter(lambda row: row['a'] > 1)", "Dataset.from_pandas(df).take(10)",
]  # fmt: skip


@pytest.mark.parametrize("code", FEWER)
def test_some_of_the_rows(engine: Engine, code: str) -> None:
    _, table = run(engine, f"out = {code}")
    assert relate(rows(table, "out"), rows(table, "X")) is Relation.INSIDE


SPLITS = {
    "random_split": "train, test = random_split(TensorDataset(x), [0.8, 0.2])",
    "loaders of subsets": """
order = torch.randperm(len(x))
n = int(0.8 * len(x))
train = DataLoader(Subset(TensorDataset(x), order[:n]))
test = DataLoader(Subset(TensorDataset(x), order[n:]))
""",
    "samplers": """
indices = list(range(len(x)))
np.random.shuffle(indices)
first, second = SubsetRandomSampler(indices[100:]), SubsetRandomSampler(indices[:100])
whole = TensorDataset(x)
train, test = DataLoader(whole, sampler=first), DataLoader(whole, batch_size=4, sampler=second)
""",
    "ranges": "d = TensorDataset(x)\ntrain, test = Subset(d, range(0, 800)), Subset(d, range(800, len(x)))",
    "take and skip": "d = tf.data.Dataset.from_tensor_slices(X)\ntrain, test = d.take(80).batch(2), d.skip(80).map(lambda a: a)",
    "split_dataset": "train, test = keras.utils.split_dataset(tf.data.Dataset.from_tensor_slices(X), left_size=0.8)",
    "datasets": "parts = Dataset.from_pandas(df).train_test_split(0.2)\ntrain, test = parts['train'], parts['test']",
    "datasets, mapped": """
parts = Dataset.from_pandas(df).train_test_split(test_size=0.2, seed=0).map(lambda r: r).shuffle(seed=1)
train, test = parts["train"], parts["test"]
""",
    "selected": "d = Dataset.from_pandas(df)\ntrain, test = d.select(range(80)), d.select(range(80, len(d)))",
}


@pytest.mark.parametrize("code", SPLITS.values(), ids=SPLITS.keys())
def test_the_parts_share_no_row(engine: Engine, code: str) -> None:
    _, table = run(engine, code)
    assert relate(rows(table, "train"), rows(table, "test")) is Relation.DISJOINT
    assert relate(rows(table, "test"), rows(table, "X")) is Relation.INSIDE


PARTS = {
    "torchvision": "train, test = datasets.MNIST('.'), datasets.MNIST('.', train=False)",
    "torchvision by name": "train, test = datasets.SVHN('.', split='train'), datasets.SVHN('.', split='test')",
    "keras": "(train, _), (test, _) = keras.datasets.mnist.load_data()",
    "datasets by key": "d = load_dataset('org/data')\ntrain, test = d['train'], d['test'].map(lambda r: r)",
    "datasets by name": "train, test = load_dataset('o/d', split='train'), load_dataset('o/d', split='test[:10%]')",
    "datasets in a list": "train, test = load_dataset('o/d', split=['train', 'test'])",
}


@pytest.mark.parametrize("code", PARTS.values(), ids=PARTS.keys())
def test_data_sets_that_come_in_parts_say_what_the_parts_are_for(engine: Engine, code: str) -> None:
    _, table = run(engine, code)
    train, test = rows(table, "train"), rows(table, "test")
    assert (train.role, test.role) == ("train", "test")
    assert relate(train, test) is Relation.DISJOINT


def test_a_part_asked_for_twice_is_the_same_rows(engine: Engine) -> None:
    _, table = run(engine, "a = datasets.MNIST('.', train=True)\nb = datasets.MNIST('.', train=True, transform=None)")
    assert rows(table, "a") == rows(table, "b")


def test_slices_of_a_split_are_its_two_sides(engine: Engine) -> None:
    _, table = run(
        engine,
        """
head, tail = load_dataset("o/d", split="train[:80%]"), load_dataset("o/d", split="train[80%:]")
whole = load_dataset("o/d", split="train")
both = concatenate_datasets([head, tail])
""",
    )
    assert relate(rows(table, "head"), rows(table, "tail")) is Relation.DISJOINT
    assert rows(table, "both") == rows(table, "whole")
    assert share(rows(table, "tail"), rows(table, "whole")) == pytest.approx(0.2)


DIRECTORIES = """
train = keras.utils.image_dataset_from_directory("images", validation_split=0.2, subset="training", seed=1)
val = keras.utils.image_dataset_from_directory("images", validation_split=0.2, subset="validation", seed={seed})
"""


@pytest.mark.parametrize(("seed", "relation"), [(1, Relation.DISJOINT), (2, Relation.UNKNOWN)])
def test_a_directory_is_parted_by_equal_seeds(engine: Engine, seed: int, relation: Relation) -> None:
    _, table = run(engine, DIRECTORIES.format(seed=seed))
    assert relate(rows(table, "train"), rows(table, "val")) is relation


DATASETS = {
    "fields": """
class Data(torch.utils.data.Dataset):
    def __init__(self, frame):
        self.size = 28
        self.frame = frame.reset_index(drop=True)

    def __len__(self):
        return len(self.frame)

    def __getitem__(self, i):
        return self.frame.iloc[i]["text"]
""",
    "no length": """
class Data(torch.utils.data.Dataset):
    def __init__(self, frame, transform=None):
        self.transform, self.frame = transform, frame

    def __getitem__(self, i):
        return self.frame["text"][i]
""",
}


@pytest.mark.parametrize("code", DATASETS.values(), ids=DATASETS.keys())
def test_a_data_set_of_the_users_holds_the_rows_of_its_fields(engine: Engine, code: str) -> None:
    _, table = run(engine, code + "\nout = DataLoader(Data(df))")
    assert rows(table, "out") == rows(table, "df")


def test_what_a_data_set_chooses_by_itself_is_not_known(engine: Engine) -> None:
    _, table = run(
        engine,
        """
class Data(torch.utils.data.Dataset):
    def __init__(self, frame, part):
        self.items = choose(frame, part)

    def __len__(self):
        return len(self.items)

a, b = Data(df, "train"), Data(df, "test")
""",
    )
    assert relate(rows(table, "a"), rows(table, "b")) is Relation.UNKNOWN


# ── what has been seen ──────────────────────────────────────────────────────────────────────────────────────────────

SEEN = {
    "in place": "out = x.float()\nout.sub_(out.mean(dim=0)).div_(out.std(dim=0))",
    "out=": "out = x.float()\ntorch.sub(out, out.mean(0), out=out)",
    "by hand": "out = (x - x.mean(0)) / x.std(0)",
    "adapted": "norm = layers.Normalization()\nnorm.adapt(X)\nout = norm(X)",
    "adapted, in a map": """
norm = layers.Normalization()
norm.adapt(X)
out = tf.data.Dataset.from_tensor_slices((X, y)).map(lambda a, b: (norm(a), b))
""",
    "a network with an adapted layer": """
text = layers.TextVectorization()
text.adapt(X)
out = keras.Sequential([text, layers.Dense(1)]).predict(X)
""",
    "a functional network": """
norm = layers.Normalization()
norm.adapt(X)
inputs = keras.Input(shape=(3,))
out = keras.Model(inputs, layers.Dense(1)(norm(inputs))).predict(X)
""",
}


@pytest.mark.parametrize("code", SEEN.values(), ids=SEEN.keys())
def test_rows_have_seen_the_statistics_of_all(engine: Engine, code: str) -> None:
    _, table = run(engine, code)
    out = table["out"]
    assert rows(table, "out") == rows(table, "X")
    assert table["X"].rows in {seen.rows for seen in out.seen if seen.how in ("statistics", "statistic")}


UNSEEN = [
    "x / x.norm(dim=1, keepdim=True)", "(x - x.mean(dim=(1, 2))).relu()", "x.softmax(-1)",
    "keras.utils.normalize(X)", "layers.Rescaling(1 / 255)(X)", "Dataset.from_pandas(df).map(lambda r: r)",
]  # fmt: skip


@pytest.mark.parametrize("code", UNSEEN)
def test_what_is_done_to_each_row_alone_has_seen_nothing(engine: Engine, code: str) -> None:
    _, table = run(engine, f"out = {code}")
    assert not table["out"].seen


PLAIN = """
class Encode(nn.Module):
    def __init__(self):
        super().__init__()
        self.pad = 256

    def forward(self, rows):
        return rows.clamp(0, self.pad)
"""
WITH_WEIGHTS = PLAIN.replace("self.pad = 256", "self.pad = nn.Parameter(torch.zeros(1))")
GIVEN = PLAIN.replace("(self):", "(self, pad):").replace("= 256", "= pad")


@pytest.mark.parametrize(
    ("code", "made", "marks"),
    [
        (PLAIN, "Encode()", 0),
        (WITH_WEIGHTS, "Encode()", 1),
        (GIVEN, "Encode(256)", 0),
        (GIVEN, "Encode(nn.Linear(3, 3))", 1),
    ],
)
def test_a_network_without_parameters_is_a_function_of_rows(engine: Engine, code: str, made: str, marks: int) -> None:
    steps, table = run(engine, f"{code}\nencode = {made}\nout = encode(x)")
    assert len([seen for seen in table["out"].seen if seen.how == "answers"]) == marks
    assert rows(table, "out") == rows(table, "x")
    assert len([step for step in steps if step.op == "forward"]) == marks
