import torch
from ignite.engine import Events, create_supervised_evaluator, create_supervised_trainer
from ignite.metrics import Accuracy
from ignite.utils import manual_seed
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST

manual_seed(0)
train_part, validation_part = torch.utils.data.random_split(MNIST(".", train=True), [50000, 10000])
train_loader = DataLoader(train_part, batch_size=64, shuffle=True)
validation = DataLoader(validation_part, batch_size=64)
test_loader = DataLoader(MNIST(".", train=False), batch_size=64)
model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Dropout(0.5))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
trainer = create_supervised_trainer(model, optimizer, nn.CrossEntropyLoss())
evaluator = create_supervised_evaluator(model, metrics={"accuracy": Accuracy()})
best = 0.0


@trainer.on(Events.EPOCH_COMPLETED)
def keep_best(engine):
    global best
    evaluator.run(validation)
    accuracy = evaluator.state.metrics["accuracy"]
    if accuracy > best:
        best = accuracy
        torch.save(model.state_dict(), "best.pt")


trainer.run(train_loader, max_epochs=5)
model.load_state_dict(torch.load("best.pt"))
state = evaluator.run(test_loader)
print(state.metrics["accuracy"])
