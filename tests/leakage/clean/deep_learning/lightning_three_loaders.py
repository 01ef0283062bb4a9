import lightning as L
import torch
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms


class Net(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))

    def step(self, batch, name):
        x, y = batch
        out = self.layers(x)
        self.log(f"{name}_acc", (out.argmax(1) == y).float().mean())
        return nn.functional.cross_entropy(out, y)

    def training_step(self, batch, index):
        return self.step(batch, "train")

    def validation_step(self, batch, index):
        self.step(batch, "val")

    def test_step(self, batch, index):
        self.step(batch, "test")

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


L.seed_everything(0)
data = datasets.FashionMNIST("data", train=True, download=True, transform=transforms.ToTensor())
test = datasets.FashionMNIST("data", train=False, download=True, transform=transforms.ToTensor())
train, val = random_split(data, [50_000, 10_000], generator=torch.Generator().manual_seed(0))
callbacks = [EarlyStopping("val_acc", mode="max"), ModelCheckpoint(monitor="val_acc", mode="max")]
trainer = L.Trainer(max_epochs=20, callbacks=callbacks)
trainer.fit(Net(), DataLoader(train, batch_size=64, shuffle=True), DataLoader(val, batch_size=512))
trainer.test(ckpt_path="best", dataloaders=DataLoader(test, batch_size=512))
