"""Trainers that hold the loop: the graph says what they learn from, what they watch, and what they are scored on."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Engine
from heldout.semantics.graph import Graph
from heldout.semantics.run import Interpreter
from heldout.source.document import Cell, Document
from heldout.syntax.program import update

KERAS = """
import keras
import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], test_size=0.2)
norm = keras.layers.Normalization()
norm.adapt(X_train)
model = keras.Sequential([norm, keras.layers.Dense(1)])
model.compile(loss="mse")
model.fit(X_train, y_train, validation_data=(X_test, y_test), callbacks=[keras.callbacks.EarlyStopping(patience=3)])
model.evaluate(X_test, y_test)
"""

KERAS_GRAPH = """\
[1] source  pd.read_csv('data.csv')
[2] split   train_test_split(df[['a', 'b']])  on all rows of [1]  columns a, b
[3] fit     norm.adapt(X_train)               on train part (80 %) [2] of [1]  columns a, b
[4] fit     model.fit(X_train)                on train part (80 %) [2] of [1]  columns a, b  chooses by test part (20 %) [2] of [1]
[5] score   model.evaluate(X_test)            on test part (20 %) [2] of [1]  seen by statistics [3], model [4], watched [4]
"""

TRANSFORMERS = """
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

raw = load_dataset("org/reviews", revision="0123abc")
tokenizer = AutoTokenizer.from_pretrained("org/model", revision="0123abc")
data = raw.map(lambda batch: tokenizer(batch["text"], truncation=True), batched=True)
parts = data["train"].train_test_split(test_size=0.1, seed=0)
model = AutoModelForSequenceClassification.from_pretrained("org/model", revision="0123abc")
args = TrainingArguments("out", load_best_model_at_end=True)
trainer = Trainer(model=model, args=args, train_dataset=parts["train"], eval_dataset=parts["test"])
trainer.train()
trainer.evaluate()
trainer.predict(data["test"])
"""

TRANSFORMERS_GRAPH = """\
[1] hub-load  load_dataset('org/reviews')                                      on all rows of [1]
[2] hub-load  AutoTokenizer.from_pretrained('org/model')
[3] map       raw.map(…)                                                       on all rows of [1]
[4] split     data['train'].train_test_split(0.1)                              on train part of [1]
[5] hub-load  AutoModelForSequenceClassification.from_pretrained('org/model')
[6] fit       trainer.train()                                                  on train part, train part (90 %) [4] of [1]  chooses by train part, test part (10 %) [4] of [1]
[7] score     trainer.evaluate()                                               on train part, test part (10 %) [4] of [1]  seen by model [6], watched [6]
[8] predict   trainer.predict(data['test'])                                    on test part of [1]  seen by model [6], watched [6]
"""

LIGHTNING = """
import lightning as L
import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import MNIST

class Lit(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(784, 10)

    def training_step(self, batch, _):
        x, y = batch
        return nn.functional.cross_entropy(self.net(x), y)

class Digits(L.LightningDataModule):
    def setup(self, stage):
        self.train, self.val = random_split(MNIST("."), [0.9, 0.1])
        self.test = MNIST(".", train=False)

    def train_dataloader(self):
        return DataLoader(self.train, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val)

    def test_dataloader(self):
        return DataLoader(self.test)

trainer, digits, model = L.Trainer(max_epochs=3), Digits(), Lit()
trainer.fit(model, datamodule=digits)
trainer.test(model, datamodule=digits)
"""

LIGHTNING_GRAPH = """\
[1] source   MNIST('.')
[2] parts    random_split(MNIST(…))                    on train part of [1]
[3] source   MNIST('.')
[4] fit      trainer.fit(model)                        on train part, 0 part (90 %) [2] of [1]  watches train part, 1 part (10 %) [2] of [1]
[5] score    trainer.test(model)                       on test part of [1]  seen by model [4], watched [4]
[6] forward  self.net(x)                               on all rows of something unknown
[7] loss     nn.functional.cross_entropy(self.net(…))  on all rows of something unknown  seen by answers [6]
"""


@pytest.mark.parametrize(
    ("code", "graph"),
    [(KERAS, KERAS_GRAPH), (TRANSFORMERS, TRANSFORMERS_GRAPH), (LIGHTNING, LIGHTNING_GRAPH)],
    ids=["keras", "transformers", "lightning"],
)
def test_the_printed_form(engine: Engine, code: str, graph: str) -> None:
    program = update(None, Document("file:///p.py", (Cell("", code),)))
    records, _ = Interpreter(engine.models).run(program.units())
    assert Graph([step for record in records for step in record.steps]).text() == graph
