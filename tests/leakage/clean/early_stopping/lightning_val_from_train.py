import lightning.pytorch as pl
import torch
import torch.nn.functional as F
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision import transforms as T
from torchvision.datasets import MNIST


class Data(pl.LightningDataModule):
    def __init__(self, folder="mnist"):
        super().__init__()
        self.folder = folder
        self.tf = T.Compose([T.ToTensor(), T.Normalize((0.1307,), (0.3081,))])

    def setup(self, stage):
        full = MNIST(self.folder, train=True, download=True, transform=self.tf)
        self.train, self.val = random_split(full, [55000, 5000], generator=torch.Generator().manual_seed(0))
        self.test = MNIST(self.folder, train=False, transform=self.tf)

    def train_dataloader(self):
        return DataLoader(self.train, 64, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val, 64)

    def test_dataloader(self):
        return DataLoader(self.test, 64)


class Net(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.l = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Dropout(0.1), nn.Linear(128, 10))

    def training_step(self, b, i):
        return F.cross_entropy(self.l(b[0]), b[1])

    def validation_step(self, b, i):
        self.log("val", F.cross_entropy(self.l(b[0]), b[1]), prog_bar=True)

    def test_step(self, b, i):
        self.log("acc", (self.l(b[0]).argmax(1) == b[1]).float().mean())

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


pl.seed_everything(0)
d, n = Data(), Net()
t = pl.Trainer(max_epochs=5, callbacks=[EarlyStopping("val"), ModelCheckpoint(monitor="val")])
t.fit(n, d)
t.test(n, d, ckpt_path="best")
