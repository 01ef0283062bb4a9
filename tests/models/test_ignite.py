"""Engines of Ignite: a step gets every batch, and handlers run when their engine does."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Analyser, Engine
from heldout.source.document import Cell, Document

HEAD = """\
import torch
from ignite.engine import Engine, Events, create_supervised_evaluator, create_supervised_trainer
from ignite.utils import manual_seed
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST

manual_seed(0)
train_loader = DataLoader(MNIST(".", train=True), batch_size=64, shuffle=True)
test_loader = DataLoader(MNIST(".", train=False), batch_size=64)
model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Dropout(0.5))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
criterion = nn.CrossEntropyLoss()


def train_step(engine, batch):
    model.train()
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def test_step(engine, batch):
    model.eval()
    with torch.no_grad():
        x, y = batch
        return model(x), y


"""
MADE = "trainer, evaluator = Engine(train_step), Engine(test_step)\n"
READY = """\
trainer = create_supervised_trainer(model, optimizer, criterion)
evaluator = create_supervised_evaluator(model)
"""
ON = "@trainer.on(Events.EPOCH_COMPLETED)\ndef log(engine):\n    evaluator.run(test_loader)\n    print(evaluator.state.metrics['accuracy'])\n"
ADDED = "def log():\n    evaluator.run(test_loader)\ntrainer.add_event_handler(Events.EPOCH_COMPLETED, log)\n"
NESTED = "def main():\n    trainer = create_supervised_trainer(model, optimizer, criterion)\n    @trainer.on(Events.COMPLETED)\n    def log(engine):\n        evaluator.run(test_loader)\n    trainer.run(train_loader)\n"
RUN = "trainer.run(train_loader, max_epochs=3)\n"


def analysed(engine: Engine, code: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The rules of the findings, and what is measured on which part after which training."""
    snapshot = Analyser(engine).update(Document("file:///p.py", (Cell("", code),)))
    measured = [
        (s.rows.role or "", ",".join(sorted({seen.rows.role or "" for seen in s.seen_before if seen.how == "model"})))
        for s in snapshot.graph.ops("score", "each")
        if s.rows is not None and s.receiver_text == "evaluator"
    ]
    return [f.rule for f in snapshot.findings], measured


@pytest.mark.parametrize("made", [MADE, READY])
@pytest.mark.parametrize("handler", [ON + RUN, ADDED + RUN, "trainer.run(train_loader)\nevaluator.run(test_loader)\n"])
def test_an_evaluator_measures_what_the_trainer_has_taught(engine: Engine, made: str, handler: str) -> None:
    assert analysed(engine, HEAD + made + handler) == ([], [("test", "train")])


def test_a_handler_in_a_function_runs(engine: Engine) -> None:
    rules, measured = analysed(engine, HEAD + READY + NESTED + "main()\n")
    assert (rules, set(measured)) == ([], {("test", "train")})


def test_an_evaluator_that_runs_itself_in_a_handler_ends(engine: Engine) -> None:
    again = "@evaluator.on(Events.COMPLETED)\ndef again(engine):\n    evaluator.run(test_loader)\n"
    rules, measured = analysed(engine, HEAD + READY + again + RUN + "evaluator.run(test_loader)\n")
    assert (rules, set(measured)) == ([], {("test", "train")})


@pytest.mark.parametrize(
    ("gone", "rule"),
    [("    optimizer.zero_grad()\n", "pt-missing-zero-grad"), ("    model.eval()\n", "pt-eval-missing")],
)
def test_what_is_missing_in_a_step(engine: Engine, gone: str, rule: str) -> None:
    assert analysed(engine, HEAD.replace(gone, "") + MADE + ON + RUN)[0] == [rule]


def test_the_mode_that_an_engine_leaves(engine: Engine) -> None:
    """A supervised trainer leaves its network in training mode, an evaluator in evaluation mode."""
    asks = "with torch.no_grad():\n    for x, y in test_loader:\n        print(model(x).argmax(1) == y)\n"
    assert analysed(engine, HEAD + READY + RUN + asks)[0] == ["pt-eval-missing"]
    assert analysed(engine, HEAD + READY + RUN + "evaluator.run(test_loader)\n" + asks)[0] == []
