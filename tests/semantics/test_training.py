"""Training by hand: what a network has learned from, and what is asked of it afterwards, is read off the loop."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Engine
from heldout.semantics.graph import Graph, Step
from heldout.semantics.rows import Relation, Rows, relate
from heldout.semantics.run import Interpreter
from heldout.semantics.values import Fit, Instance, Object, Value
from heldout.source.document import Cell, Document
from heldout.syntax.program import update

IMPORTS = """
import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from sklearn.metrics import accuracy_score
from torch import nn
from torch.utils.data import DataLoader, Dataset, Subset, SubsetRandomSampler, TensorDataset, random_split

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2))

    def forward(self, x):
        return self.layers(x)

df = pd.read_csv("data.csv")
data = TensorDataset(torch.tensor(df[["a", "b"]].values), torch.tensor(df["y"].values))
train, test = random_split(data, [0.8, 0.2])
train_loader, test_loader = DataLoader(train, batch_size=8, shuffle=True), DataLoader(test)
net = Net()
optimizer = torch.optim.Adam(net.parameters())
criterion = nn.CrossEntropyLoss()
"""


def run(engine: Engine, code: str) -> tuple[list[Step], dict[object, Value]]:
    program = update(None, Document("file:///p.py", (Cell("", IMPORTS + code),)))
    records, table = Interpreter(engine.models).run(program.units())
    return [step for record in records for step in record.steps], table


def learned(table: dict[object, Value], name: str = "net") -> list[Rows | None]:
    """The rows that a network has learned from."""
    kind = table[name].kind
    assert isinstance(kind, (Object, Instance))
    fits: tuple[Fit, ...] = table.get((kind.oid, "·fits"), ())  # type: ignore[assignment]
    return [fit.rows for fit in fits]


LOOPS = {
    "a loop": """
for x, y in train_loader:
    optimizer.zero_grad()
    loss = criterion(net(x), y)
    loss.backward()
    optimizer.step()
""",
    "epochs, devices, enumerate": """
net = net.to("cuda")
for epoch in range(10):
    net.train()
    for i, (x, y) in enumerate(train_loader):
        x, y = x.to("cuda"), y.to("cuda")
        out = net(x)
        loss = F.cross_entropy(out, y) + 0.1 * out.pow(2).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
""",
    "functions": """
def train_one_epoch(model, loader, opt, loss_fn):
    model.train()
    for x, y in loader:
        opt.zero_grad()
        loss_fn(model(x), y).backward()
        opt.step()

def main():
    for _ in range(3):
        train_one_epoch(net, train_loader, optimizer, criterion)

main()
""",
    "a trainer": """
class Trainer:
    def __init__(self, model, loader):
        self.model, self.loader = model, loader
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def step(self, batch):
        x, y = batch
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, epochs):
        for _ in range(epochs):
            for batch in self.loader:
                self.step(batch)

Trainer(net, train_loader).fit(5)
""",
    "mixed precision, accumulation": """
scaler = torch.amp.GradScaler("cuda")
for i, (x, y) in enumerate(train_loader):
    with torch.autocast("cuda"):
        loss = criterion(net(x), y) / 4
    scaler.scale(loss).backward()
    if (i + 1) % 4 == 0:
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()
""",
    "several processes": """
ddp = nn.parallel.DistributedDataParallel(net)
optimizer = torch.optim.Adam(ddp.parameters())
for x, y in train_loader:
    optimizer.zero_grad()
    criterion(ddp(x), y).backward()
    optimizer.step()
""",
    "a closure": """
for x, y in train_loader:
    def closure():
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        return loss
    optimizer.step(closure)
""",
    "batches of named fields": """
for batch in train_loader:
    batch = {k: v.to("cuda") for k, v in batch.items()}
    outputs = net(**batch)
    outputs.loss.backward()
    optimizer.step()
    optimizer.zero_grad()
""",
    "a loss of one's own": """
def focal(out, y):
    return unknown_library.focal(out, y)

for batch in train_loader:
    loss = focal(net(batch["image"]), batch["label"])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
""",
    "groups of parameters": """
decay = [p for n, p in net.named_parameters() if "bias" not in n]
rest = [p for n, p in net.named_parameters() if "bias" in n]
optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.1}, {"params": rest}])
for x, y in train_loader:
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()
""",
    "one step by hand": """
x, y = next(iter(train_loader))
loss = criterion(net(x), y)
loss.backward()
optimizer.step()
""",
}


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS.keys())
def test_the_network_has_learned_from_the_rows_of_the_loader(engine: Engine, code: str) -> None:
    _, table = run(engine, code)
    assert learned(table) == [table["train"].rows]


UNTRAINED = {
    "no step": "for x, y in test_loader:\n    criterion(net(x), y).backward()",
    "an attack": """
for x, y in test_loader:
    x.requires_grad = True
    loss = F.nll_loss(net(x), y)
    net.zero_grad()
    loss.backward()
    adversary = x + 0.1 * x.grad.data.sign()
    net(adversary)
""",
    "no gradients": "with torch.no_grad():\n    for x, y in test_loader:\n        criterion(net(x), y)\noptimizer.step()",
    "another network": """
other = Net()
theirs = torch.optim.SGD(other.parameters())
for x, y in train_loader:
    theirs.zero_grad()
    criterion(other(x), y).backward()
    theirs.step()
""",
}


@pytest.mark.parametrize("code", UNTRAINED.values(), ids=UNTRAINED.keys())
def test_gradients_that_nobody_follows_teach_nothing(engine: Engine, code: str) -> None:
    _, table = run(engine, code)
    assert not learned(table)


def test_gradients_that_were_cleared_are_forgotten(engine: Engine) -> None:
    code = UNTRAINED["an attack"] + "net.zero_grad()\n" + LOOPS["a loop"]
    _, table = run(engine, code)
    assert learned(table) == [table["train"].rows]


def test_each_of_two_networks_follows_its_own_optimizer(engine: Engine) -> None:
    _, table = run(
        engine,
        """
generator, critic = Net(), Net()
first, second = torch.optim.Adam(generator.parameters()), torch.optim.Adam(critic.parameters())
for x, _ in train_loader:
    second.zero_grad()
    noise = torch.randn(8, 3)
    (critic(x).mean() - critic(generator(noise).detach()).mean()).backward()
    second.step()
for x, _ in test_loader:
    first.zero_grad()
    critic(generator(x)).mean().backward()
    first.step()
""",
    )
    train, test = table["train"].rows, table["test"].rows
    assert train is not None
    assert test is not None
    (critics,), (generators,) = learned(table, "critic"), learned(table, "generator")
    assert critics is not None
    assert relate(critics, train) is Relation.CONTAINS  # and noise
    assert relate(critics, test) is not Relation.CONTAINS
    assert generators == test


EVALUATIONS = {
    "a count": """
right = 0
with torch.no_grad():
    for x, y in test_loader:
        right += (net(x).argmax(dim=1) == y).sum().item()
print(right / len(test))
""",
    "eq, view_as": """
@torch.no_grad()
def test_accuracy(model, loader):
    model.eval()
    correct = 0
    for data, target in loader:
        pred = model(data).argmax(dim=1, keepdim=True)
        correct += pred.eq(target.view_as(pred)).sum().item()
    return correct / len(loader.dataset)

print(test_accuracy(net, test_loader))
""",
    "a mean": """
net.eval()
for x, y in test_loader:
    _, predicted = torch.max(net(x), 1)
    accuracy = (predicted == y).float().mean()
""",
    "collected": """
preds, labels = [], []
with torch.inference_mode():
    for x, y in test_loader:
        preds.extend(net(x).argmax(1).cpu().numpy())
        labels.extend(y.numpy())
score = accuracy_score(labels, preds)
""",
    "collected and put together": """
preds, labels = [], []
with torch.inference_mode():
    for x, y in test_loader:
        preds.append(net(x))
        labels.append(y)
preds, labels = torch.cat(preds).argmax(1), torch.cat(labels)
score = accuracy_score(labels.numpy(), preds.numpy())
""",
}


@pytest.mark.parametrize("code", EVALUATIONS.values(), ids=EVALUATIONS.keys())
def test_an_evaluation_is_on_the_rows_of_its_loader_by_what_the_network_learned(engine: Engine, code: str) -> None:
    steps, table = run(engine, LOOPS["a loop"] + code)
    metrics = [step for step in steps if step.op == "metric"]
    assert len(metrics) == 1
    rows, (train, test) = metrics[0].rows, (table[name].rows for name in ("train", "test"))
    assert rows is not None
    assert train is not None
    assert test is not None
    assert relate(rows, test) is Relation.INSIDE
    assert {seen.rows for seen in metrics[0].seen_before if seen.how == "model"} == {train}


def test_a_count_of_positive_answers_is_no_metric(engine: Engine) -> None:
    steps, _ = run(engine, LOOPS["a loop"] + "for x, _ in test_loader:\n    print((net(x).argmax(1) == 1).sum())")
    assert not [step for step in steps if step.op == "metric"]


def test_the_printed_form_of_a_loop(engine: Engine) -> None:
    steps, _ = run(engine, LOOPS["a loop"] + EVALUATIONS["a count"])
    assert Graph(steps).text() == GRAPH


GRAPH = """\
[1]  source          pd.read_csv('data.csv')
[2]  parts           random_split(data)             on all rows of [1]
[3]  zero-grad       optimizer.zero_grad()
[4]  forward         net(x)                         on 0 part (80 %) [2] of [1]  seen by model [7]
[5]  loss            criterion(net(…))              on 0 part (80 %) [2] of [1]  seen by answers [4], model [7]
[6]  backward        loss.backward()                on 0 part (80 %) [2] of [1]
[7]  optimizer-step  optimizer.step()               on 0 part (80 %) [2] of [1]
[8]  forward         net(x)                         on 1 part (20 %) [2] of [1]  seen by model [7]
[9]  metric          (net(…).argmax(…) == y).sum()  on 1 part (20 %) [2] of [1]  seen by model [7], answers [8]
[10] forward         self.layers(x)                 on all rows of `x`
"""
