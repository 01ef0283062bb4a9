import lightning as L
import torch
import torch.nn.functional as F
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader
from torchmetrics.classification import MulticlassAccuracy
from torchvision import transforms
from torchvision.datasets import CIFAR10


class DM(L.LightningDataModule):
    def __init__(self, root="./data", bs=256):
        super().__init__()
        self.root, self.bs = root, bs

    def setup(self, stage=None):
        aug = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
        self.train = CIFAR10(self.root, train=True, transform=aug, download=True)
        self.test = CIFAR10(self.root, train=False, transform=transforms.ToTensor(), download=True)

    def train_dataloader(self):
        return DataLoader(self.train, self.bs, shuffle=True, num_workers=4)

    def val_dataloader(self):
        return DataLoader(self.test, self.bs, num_workers=4)

    def test_dataloader(self):
        return DataLoader(self.test, self.bs, num_workers=4)


class Lit(L.LightningModule):
    def __init__(self, lr=1e-3):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(3, 64, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))
        self.acc = MulticlassAccuracy(10)
        self.lr = lr

    def training_step(self, batch, _):
        x, y = batch
        return F.cross_entropy(self.net(x), y)

    def validation_step(self, batch, _):
        x, y = batch
        p = self.net(x)
        self.log("val_loss", F.cross_entropy(p, y))
        self.log("val_acc", self.acc(p, y))

    test_step = validation_step

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), self.lr)


if __name__ == "__main__":
    L.seed_everything(5, workers=True)
    dm = DM()
    trainer = L.Trainer(max_epochs=30, callbacks=[EarlyStopping("val_loss", patience=3), ModelCheckpoint(monitor="val_acc", mode="max")])
    model = Lit()
    trainer.fit(model, datamodule=dm)  # either: leak-early-stopping-on-test, leak-checkpoint-on-test
    trainer.test(model, datamodule=dm, ckpt_path="best")
