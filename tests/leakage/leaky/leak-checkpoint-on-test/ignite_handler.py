import torch
from ignite.engine import Events, create_supervised_evaluator, create_supervised_trainer
from ignite.metrics import Accuracy
from ignite.utils import manual_seed
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST

manual_seed(0)
train_loader = DataLoader(MNIST(".", train=True), batch_size=64, shuffle=True)
test_loader = DataLoader(MNIST(".", train=False), batch_size=64)
model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Dropout(0.5))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
trainer = create_supervised_trainer(model, optimizer, nn.CrossEntropyLoss())
evaluator = create_supervised_evaluator(model, metrics={"accuracy": Accuracy()})
best = 0.0


@trainer.on(Events.EPOCH_COMPLETED)
def keep_best(engine):
    global best
    evaluator.run(test_loader)
    accuracy = evaluator.state.metrics["accuracy"]
    if accuracy > best:  # expect: leak-checkpoint-on-test
        best = accuracy
        torch.save(model.state_dict(), "best.pt")


trainer.run(train_loader, max_epochs=5)
print(f"test accuracy: {best:.3f}")
