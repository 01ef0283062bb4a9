import lightning as L
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class Classifier(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return nn.functional.cross_entropy(self(x), y)

    def validation_step(self, batch, batch_idx):
        x, y = batch
        self.log("val_acc", (self(x).argmax(1) == y).float().mean())

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=1e-3)


L.seed_everything(0)
mnist = datasets.MNIST(".", train=True, download=True, transform=transforms.ToTensor())
train_loader = DataLoader(mnist, batch_size=64, shuffle=True)
val_loader = DataLoader(mnist, batch_size=256)  # either: leak-eval-dataset-is-train
trainer = L.Trainer(max_epochs=3)
trainer.fit(Classifier(), train_loader, val_loader)  # either: leak-eval-dataset-is-train
