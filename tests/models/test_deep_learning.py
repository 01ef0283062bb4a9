"""The models of deep-learning libraries: what networks learn from, watch and are measured on, and what draws."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Engine
from heldout.semantics.graph import Step
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
from datasets import Dataset
from keras import layers
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
df = pd.read_csv("data.csv")
X, y = df.drop(columns=["y"]).values, df["y"].values
x, t = torch.tensor(X), torch.tensor(y)
"""


def run(engine: Engine, code: str) -> tuple[list[Step], dict[object, Value]]:
    program = update(None, Document("file:///p.py", (Cell("", IMPORTS + code),)))
    records, table = Interpreter(engine.models).run(program.units())
    return [step for record in records for step in record.steps], table


# ── what networks learn from ──────────────────────────────────────────────────────────────────────────────────────────────

FITS = {
    "keras": "model = keras.Sequential([layers.Dense(1)])\nmodel.fit(X, y, epochs=3)\nout = model.predict(X)",
    "a subclass": """
class Net(keras.Model):
    def call(self, a):
        return a

model = Net()
model.fit(tf.data.Dataset.from_tensor_slices((X, y)).batch(8))
out = model.predict(X)
""",
    "a tape": """
model = keras.Sequential([layers.Dense(1)])
optimizer = keras.optimizers.SGD()
for a, b in tf.data.Dataset.from_tensor_slices((X, y)):
    with tf.GradientTape() as tape:
        loss = keras.losses.mean_squared_error(b, model(a))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
out = model(X)
""",
    "transformers": """
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
data = Dataset.from_pandas(df)
model = AutoModelForSequenceClassification.from_pretrained("org/model")
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data)
trainer.train()
out = trainer.predict(data)
""",
    "trl": """
from trl import SFTConfig, SFTTrainer
trainer = SFTTrainer("org/model", args=SFTConfig("out"), train_dataset=Dataset.from_pandas(df))
trainer.train()
out = trainer.predict(Dataset.from_pandas(df))
""",
    "accelerate": """
from accelerate import Accelerator
accelerator = Accelerator()
model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters())
model, optimizer, loader = accelerator.prepare(model, optimizer, DataLoader(TensorDataset(x, t)))
for a, b in loader:
    accelerator.backward(nn.functional.mse_loss(model(a), b))
    optimizer.step()
    optimizer.zero_grad()
out = model(x)
""",
    "lightning": """
import lightning as L

class Lit(L.LightningModule):
    def forward(self, a):
        return a

model = Lit()
L.Trainer(max_epochs=1).fit(model, DataLoader(TensorDataset(x, t)))
out = model(x)
""",
    "jax": """
import jax
import jax.numpy as jnp
import optax

def loss(params, a, b):
    return jnp.mean((jnp.dot(a, params) - b) ** 2)

params = jnp.zeros(3)
state = tx.init(params)
for _ in range(3):
    grads = jax.grad(loss)(params, X, y)
    updates, state = tx.update(grads, state)
    params = optax.apply_updates(params, updates)
out = jnp.dot(X, params)
""",
    "word vectors": "from gensim.models import Word2Vec\nmodel = Word2Vec(X)\nout = model.train(X)",
}


@pytest.mark.parametrize("code", FITS.values(), ids=FITS.keys())
def test_answers_have_seen_the_rows_of_the_fit(engine: Engine, code: str) -> None:
    steps, table = run(engine, code)
    if "Word2Vec" in code:  # it learns where it is made
        assert [step.rows for step in steps if step.op == "fit"] == [table["X"].rows] * 2
        return
    assert table["X"].rows in {seen.rows for seen in table["out"].seen if seen.how == "model"}


# ── what a fit watches ──────────────────────────────────────────────────────────────────────────────────────────────

WATCHES = {
    "keras": ("model.fit(X, y, validation_data=(V, w))", False),
    "keras, stopped": ("model.fit(X, y, validation_data=(V, w), callbacks=[keras.callbacks.EarlyStopping()])", True),
    "keras, best": (
        "best = keras.callbacks.ModelCheckpoint('m.keras', save_best_only=True)\n"
        "model.fit(X, y, validation_data=(V, w), callbacks=[best])",
        True,
    ),
    "keras, every": (
        "model.fit(X, y, validation_data=(V, w), callbacks=[keras.callbacks.ModelCheckpoint('m.keras')])",
        False,
    ),
    "keras, a list that grows": (
        "callbacks = []\ncallbacks.append(keras.callbacks.EarlyStopping())\n"
        "model.fit(X, y, validation_data=(V, w), callbacks=callbacks)",
        True,
    ),
    "transformers": ("Trainer(m, TrainingArguments('o'), train_dataset=X, eval_dataset=V).train()", False),
    "transformers, best": (
        "args = TrainingArguments('o', load_best_model_at_end=True)\nTrainer(m, args, train_dataset=X, eval_dataset=V).train()",
        True,
    ),
    "lightning": ("L.Trainer().fit(lit, DataLoader(X), DataLoader(V))", False),
    "lightning, stopped": (
        "L.Trainer(callbacks=[EarlyStopping('val_loss')]).fit(lit, DataLoader(X), DataLoader(V))",
        True,
    ),
    "lightning, best": (
        "L.Trainer(callbacks=ModelCheckpoint(monitor='val_loss')).fit(lit, DataLoader(X), val_dataloaders=DataLoader(V))",
        True,
    ),
}
WATCHING = """
import lightning as L
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from transformers import Trainer, TrainingArguments
V, w = pd.read_csv("other.csv").values, pd.read_csv("labels.csv").values
model = keras.Sequential([layers.Dense(1)])
lit = L.LightningModule()
"""


@pytest.mark.parametrize(("code", "stops"), WATCHES.values(), ids=WATCHES.keys())
def test_what_a_fit_watches_and_whether_it_chooses_by_it(engine: Engine, code: str, stops: bool) -> None:
    steps, table = run(engine, WATCHING + code)
    fit = next(step for step in steps if step.op == "fit")
    assert fit.rows == table["X"].rows
    assert [watched.rows for watched in fit.watched] == [table["V"].rows]
    assert bool(fit.stops) is stops


# ── metrics and contents ────────────────────────────────────────────────────────────────────────────────────────────

METRICS = {
    "torchmetrics": "m = torchmetrics.Accuracy(task='binary')\nm.update(model(x), t)\nm.compute()",
    "torchmetrics, called": "m = torchmetrics.AUROC(task='binary')\nm(model(x), t)",
    "torchmetrics.functional": "torchmetrics.functional.accuracy(model(x), t, task='binary')",
    "evaluate": "m = evaluate.load('accuracy')\nm.add_batch(predictions=model(x).argmax(-1), references=t)\nm.compute()",
    "evaluate, at once": "evaluate.load('f1').compute(predictions=model(x).argmax(-1), references=t)",
    "a mean of hits": "torch.mean((model(x).argmax(1) == t).float())",
    "keras": "m = keras.metrics.BinaryAccuracy()\nm.update_state(t, model(x))\nm.result()",
}


@pytest.mark.parametrize("code", METRICS.values(), ids=METRICS.keys())
def test_metrics_know_their_rows(engine: Engine, code: str) -> None:
    steps, table = run(engine, "import evaluate, torchmetrics\nmodel = nn.Linear(3, 2)\n" + code)
    metric = next(step for step in steps if step.op == "metric")
    assert metric.rows == table["x"].rows


CONTENTS = {
    "x.argmax(dim=1)": "labels",
    "x.max(1)[1]": "labels",
    "torch.softmax(x, dim=1)": "probabilities",
    "x.sigmoid()": "probabilities",
    "x.mean()": "statistic",
    "torch.isnan(x)": "mask",
    "torch.randperm(10)": "index",
    "tf.nn.softmax(X)": "probabilities",
}


@pytest.mark.parametrize(("code", "content"), CONTENTS.items())
def test_what_the_numbers_are(engine: Engine, code: str, content: str) -> None:
    _, table = run(engine, f"out = {code}")
    assert table["out"].content == content


DRAWS = {
    "torch.randn(3)": True,
    "torch.zeros(3)": False,
    "torch.zeros(3).normal_()": True,
    "torch.bernoulli(x)": True,
    "random_split(TensorDataset(x), [0.5, 0.5])[0]": True,
    "DataLoader(TensorDataset(x), shuffle=True)": True,
    "DataLoader(TensorDataset(x))": False,
    "tf.random.normal([3])": True,
    "tf.data.Dataset.from_tensor_slices(X).shuffle(10)": True,
    "tf.data.Dataset.from_tensor_slices(X).batch(10)": False,
    "keras.random.uniform((3,))": True,
    "Dataset.from_pandas(df).shuffle()": True,
    "Dataset.from_pandas(df).train_test_split(0.5)['train']": True,
    "Dataset.from_pandas(df).train_test_split(0.5, shuffle=False)['train']": False,
}


@pytest.mark.parametrize(("code", "draws"), DRAWS.items())
def test_what_draws(engine: Engine, code: str, draws: bool) -> None:
    _, table = run(engine, f"out = {code}")
    assert (table["out"].drawn is not None) is draws
