"""Seeds and orders: programs of good practice in which the rules stay silent, and the ways in which people get them wrong."""

from __future__ import annotations

import pytest
from pages import analysed, found

from heldout.analysis.engine import Engine

NET = "import torch\nfrom torch import nn\n"
TRAIN = "opt = torch.optim.SGD(m.parameters(), 0.1)\nm(torch.zeros(1, 3)).sum().backward()\nopt.step()\n"
FIT = "from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit(X, X[:, 0] > 0)\n"

SILENT = {
    "pictures that are looked at": "import random\nimport numpy as np\nimport matplotlib.pyplot as plt\n"
    + NET
    + "torch.manual_seed(0)\nm = nn.Linear(3, 3)\n"
    "def look(X, n):\n    for i in random.sample(range(len(X)), n):\n        plt.imshow(X[i])\n    plt.show()\n\n\n"
    "look(np.load('x.npy'), 9)\n" + TRAIN,
    "a seed before somebody else's experiment": "import experiments\n"
    + NET
    + "torch.manual_seed(0)\nexperiments.run(m)\n",
    "a pattern whose copies are seeded": (
        "from imblearn.under_sampling import RandomUnderSampler\nfrom sklearn.base import clone\n\n\nclass Forest:\n"
        "    def validate(self):\n        self.sampler_ = RandomUnderSampler()\n\n"
        "    def grow(self, X, y, random_state):\n        sampler = clone(self.sampler_)\n"
        "        set_random_states(sampler, random_state)\n        return sampler.fit_resample(X, y)\n"
    ),
    "a forest put together by hand": (
        "from sklearn.ensemble import RandomForestClassifier\nfrom sklearn.tree import DecisionTreeClassifier\n"
        "import numpy as np\n\nX, y = np.load('x.npy'), np.load('y.npy')\n"
        "trees = [DecisionTreeClassifier(random_state=i).fit(X, y) for i in range(5)]\n"
        "rf = RandomForestClassifier(n_estimators=5)\nrf.estimators_ = trees\nrf.classes_ = np.unique(y)\n"
        "print(rf.predict(X))\n"
    ),
    "a seed of several numbers": (
        "import numpy as np\n\n\nclass Noise:\n    def at(self, x):\n"
        "        return np.random.RandomState(hash((x, self.seed)) % 2**32).rand()\n"
    ),
    "lightning seeds all": "import lightning as L\n" + NET + "L.seed_everything(1)\nm = nn.Linear(3, 3)\n" + TRAIN,
    "a helper from elsewhere": NET + "from tools import set_seed\nset_seed(1)\nm = nn.Linear(3, 3)\n" + TRAIN,
    "a helper that seeds three": NET
    + "import random\nimport numpy as np\n\n\ndef seed_all(s):\n    random.seed(s)\n    np.random.seed(s)\n    torch.manual_seed(s)\n\n\n"
    "def main(cfg):\n    seed_all(cfg.seed)\n    m = nn.Linear(3, 3)\n    m(torch.zeros(1, 3)).sum().backward()\n\n\nmain(3)\n",
    "keys of JAX": "import jax\nkey = jax.random.PRNGKey(0)\nx = jax.random.normal(key, (3,))\n",
    "a seed for each repetition": NET
    + "for seed in range(3):\n    torch.manual_seed(seed)\n    m = nn.Linear(3, 3)\n    m(torch.zeros(1, 3)).sum().backward()\n",
    "an early draw that decides nothing": NET
    + "print(torch.rand(5))\ntorch.manual_seed(0)\nm = nn.Linear(3, 3)\n"
    + TRAIN,
    "generators of one's own": NET
    + "from torch.utils.data import DataLoader, TensorDataset, random_split\ntorch.manual_seed(0)\n"
    "g = torch.Generator().manual_seed(0)\na, b = random_split(TensorDataset(torch.zeros(10, 2)), [5, 5], generator=g)\n"
    "loader = DataLoader(a, shuffle=True, generator=g)\nm = nn.Linear(3, 3)\n" + TRAIN,
    "NumPy's seed is scikit-learn's": "import numpy as np\nfrom sklearn.ensemble import RandomForestClassifier\nnp.random.seed(0)\n"
    "X = np.random.rand(9, 3)\nRandomForestClassifier().fit(X, X[:, 0] > 0)\n",
    "an ensemble hands its seed on": "from sklearn.ensemble import AdaBoostRegressor, BaggingClassifier, ExtraTreesClassifier\n"
    "from sklearn.tree import ExtraTreeClassifier\nm = BaggingClassifier(ExtraTreeClassifier(), random_state=0)\nm.fit([[1]], [1])\n",
    "estimators that are only shown": "from sklearn.ensemble import RandomForestClassifier\nforest = RandomForestClassifier()\nforest\n",
    "splitters of one name": "from sklearn.model_selection import KFold, ShuffleSplit\nfor cv in (KFold, ShuffleSplit):\n    cv(n_splits=3)\n",
    "samples that are looked at": "import pandas as pd\ndf = pd.read_csv('x.csv')\ndf.sample(5)\nprint(df.sample(5))\n"
    "df.sample(50).plot.scatter('a', 'b')\ndf.sample(3).head()\n",
    "a position in a text of a set": "import numpy as np\n\n\ndef roots(names):\n    found = set()\n    for name in set(names.keys()):\n"
    "        found.add(name[: name.index('=')])\n    return found\n",
    "one number for all that is new": "import pandas as pd\ndf = pd.read_csv('x.csv')\nids = {'a': 0}\nnew = len(ids)\n"
    "for level in set(df['c'].values) - set(ids):\n    ids[level] = new\n",
    "a set of nobody knows what": "import numpy as np\n\n\ndef places(parts):\n    return {p: i for i, p in enumerate(set(parts))}\n",
    "numbers of topics": "import pandas as pd\n\n\ndef numbers(docs):\n    return {t: i for i, t in enumerate(set(docs.Topic))}\n",
    "places in an order that a matrix has too": "import numpy as np\n\n\ndef near(topics, embed):\n"
    "    vocab = list(set([w for words in topics.values() for w in words]))\n    sim = embed(vocab)\n"
    "    return sim[:, [vocab.index(w) for w in topics[0]]]\n",
    "how many files each folder has": "import os\nimport numpy as np\ncount = {}\nfor name in os.listdir('x'):\n"
    "    count[name] = len(os.listdir('x/' + name))\n",
    "files one by one": "import os\nimport glob\nimport pandas as pd\nfor name in os.listdir('a'):\n    os.remove(name)\n"
    "for i, name in enumerate(glob.glob('*.csv')):\n    print(i, name)\nlatest = max(glob.glob('*.pt'), key=os.path.getmtime)\n",
    "files sorted later": "from pathlib import Path\nimport torch\nfiles = list(Path('x').iterdir())\nfiles.sort(key=lambda p: p.name)\n"
    "train, test = files[:10], files[10:]\n",
    "rows of a smoke test": "import os\nimport torch\n\nif os.environ.get('SMOKE'):\n    X, y = torch.randn(9, 3), torch.randn(9)\nelse:\n"
    "    X, y = torch.load('x.pt'), torch.load('y.pt')\nw = torch.zeros(3, requires_grad=True)\n((X @ w - y) ** 2).sum().backward()\n",
    "a preview": "import glob\nimport torch\nfor name in glob.glob('*.png')[:9]:\n    print(name)\n",
    "sets that number nothing": "import torch\nseen = set()\nvocab = {}\nfor w in ['a', 'b']:\n    if w not in seen:\n        seen.add(w)\n"
    "        vocab[w] = len(vocab)\ncounts = {c: 0 for c in set('abc')}\nfor c in {'a'} & {'b'}:\n    print(c)\n",
    "sets of numbers": "import torch\na = {n: i for i, n in enumerate(set(range(10)))}\nb = {n: i for i, n in enumerate({int(x) for x in '12'})}\n"
    "c = {n: i for i, n in enumerate({1, 2})}\nd = {n: i for i, n in enumerate(set(map(int, '12')))}\n",
    "sets of identifiers": "import pandas as pd\ndf = pd.read_csv('x.csv')\nu = {v: i for i, v in enumerate(set(df['user_id']))}\n"
    "w = {v: i for i, v in enumerate(set(df.movieId))}\n",
    "hashes in one process": "import torch\ncache = {hash(str(torch)): 1}\n\n\nclass K:\n    def __hash__(self):\n        return hash((1, 'a')) % 100\n",
    "hashes of numbers": "import torch\nx = [hash(i) % 3 for i in range(9)]\ny = hash((1, 2)) % 5\n",
}

FOUND = {
    "pictures that are looked at and handed on": (
        "import random\nimport numpy as np\nimport matplotlib.pyplot as plt\n"
        + NET
        + "torch.manual_seed(0)\nm = nn.Linear(3, 3)\n"
        "def look(X, n):\n    for i in random.sample(range(len(X)), n):\n        plt.imshow(X[i])\n    plt.show()\n    return i\n\n\n"
        "look(np.load('x.npy'), 9)\n" + TRAIN,
        [(8, "seed-partial")],
    ),
    "a seed when all is done": (
        NET + "m = nn.Linear(3, 3)\n" + TRAIN + "torch.manual_seed(0)\nprint(m)\n",
        [(2, "seed-missing-entry")],
    ),
    "a class that fits what it made": (
        "from sklearn.ensemble import RandomForestClassifier\nfrom sklearn.pipeline import Pipeline\n\n\nclass Model:\n"
        "    def __init__(self, n):\n        self.forest = RandomForestClassifier(n)\n\n"
        "    def train(self, X, y):\n        steps = [('forest', self.forest)]\n        return Pipeline(steps).fit(X, y)\n",
        [(6, "seed-missing-estimator")],
    ),
    "a forest that is fitted after its classes were set": (
        "from sklearn.ensemble import RandomForestClassifier\nimport numpy as np\nX, y = np.load('x.npy'), np.load('y.npy')\n"
        "rf = RandomForestClassifier()\nrf.classes_ = [0, 1]\nrf.fit(X, y)\n",
        [(3, "seed-missing-estimator")],
    ),
    "a seed of a name and a number": (
        "import numpy as np\n\n\ndef noise(n):\n    return np.random.default_rng(hash(('noise', n))).normal()\n",
        [(4, "seed-builtin-hash")],
    ),
    "classes in the order of folders": (
        "import os\nimport numpy as np\n\n\ndef load(root):\n    classes = os.listdir(root)\n    y = []\n    for c in classes:\n"
        "        y.append(classes.index(c))\n    return np.array(y)\n\n\nload('x')\n",
        [(5, "seed-unordered-listing")],
    ),
    "rows in the order of files": (
        "import os\nimport numpy as np\nfrom sklearn.model_selection import train_test_split\nX = []\nfor f in os.listdir('x'):\n"
        "    X.append(np.load(f))\nX = np.array(X)\na, b = train_test_split(X, random_state=0)\n",
        [(4, "seed-unordered-listing")],
    ),
    "images and masks": (
        "import glob\nimport torch\nimages = glob.glob('i/*')\nmasks = [m for m in glob.glob('m/*') if m]\nfor i, m in zip(images, masks):\n    pass\n",
        [(2, "seed-unordered-listing"), (3, "seed-unordered-listing")],
    ),
    "folds of files": (
        "from pathlib import Path\nimport numpy as np\nfrom sklearn.model_selection import KFold\nfiles = np.array(list(Path('x').rglob('*.nii')))\n"
        "for a, b in KFold(5, shuffle=True, random_state=0).split(files):\n    print(files[a], files[b])\n",
        [(3, "seed-unordered-listing")],
    ),
    "os.walk": (
        "import os\nimport random\nimport torch\npaths = []\nfor r, d, f in os.walk('x'):\n    for n in f:\n        paths.append(n)\n"
        "random.seed(0)\nrandom.shuffle(paths)\n",
        [(4, "seed-unordered-listing")],
    ),
    "ids of a set, in a loop": (
        "import pandas as pd\ndf = pd.read_csv('x.csv')\nids = {}\nfor i, t in enumerate(set(df['tag'])):\n    ids[t] = i\n",
        [(3, "seed-set-label-order")],
    ),
    "ids of a set, zipped": (
        "import torch\nwords = set(open('x').read().split())\nids = dict(zip(words, range(len(words))))\n",
        [(2, "seed-set-label-order")],
    ),
    "categories of a set": (
        "import pandas as pd\ndf = pd.read_csv('x.csv')\nc = pd.Categorical(df['c'], categories=list(set(df['c'])))\n",
        [(2, "seed-set-label-order")],
    ),
    "a class that numbers": (
        "import torch\n\n\nclass Vocab:\n    def __init__(self, lines):\n        self.words = list({w for s in lines for w in s.split()})\n"
        "        self.ids = {w: i for i, w in enumerate(self.words)}\n\n\nVocab(open('x'))\n",
        [(6, "seed-set-label-order")],
    ),
    "buckets, applied": (
        "import pandas as pd\ndf = pd.read_csv('x.csv')\ndf['fold'] = df['user'].apply(lambda u: abs(hash(u)) % 5)\n",
        [(2, "seed-builtin-hash")],
    ),
    "a seed of a hash": ("import torch\ntorch.manual_seed(hash('run') % 2**32)\n", [(1, "seed-builtin-hash")]),
    "a seed from the clock": (
        "import numpy as np\nnp.random.seed()\nX = np.random.rand(9, 3)\n" + FIT,
        [(2, "seed-missing-entry")],
    ),
    "a stand-in for data, and layers that are always drawn": (
        "import os\n"
        + NET
        + "if os.environ.get('SMOKE'):\n    X = torch.randn(9, 3)\nelse:\n    X = torch.load('x.pt')\n"
        "m = nn.Linear(3, 3)\n" + TRAIN,
        [(7, "seed-missing-entry")],
    ),
    "an augmentation that may be left out": (
        "import numpy as np\nimport pandas as pd\nX = pd.read_csv('x.csv').values\nif len(X) < 100:\n"
        "    X = X + np.random.normal(size=X.shape)\n" + FIT,
        [(4, "seed-missing-entry")],
    ),
    "the weights of a class": (
        NET
        + "\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.one = nn.Linear(3, 3)\n\n"
        "    def forward(self, x):\n        return self.one(x)\n\n\nm = Net()\n" + TRAIN,
        [(7, "seed-missing-entry")],
    ),
    "a seed too late for a class": (
        NET
        + "\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.one = nn.Linear(3, 3)\n\n"
        "    def forward(self, x):\n        return self.one(x)\n\n\nm = Net()\ntorch.manual_seed(1)\n" + TRAIN,
        [(14, "seed-after-use")],
    ),
    "a generator that no seed reaches": (
        "import numpy as np\nnp.random.seed(3)\nrng = np.random.default_rng()\nX = rng.random((9, 3))\n" + FIT,
        [(2, "seed-partial")],
    ),
    "a helper that forgets one": (
        "import random\nimport numpy as np\n\n\ndef set_seed(s):\n    np.random.seed(s)\n\n\nset_seed(1)\nrows = list(range(9))\nrandom.shuffle(rows)\n"
        "X = np.random.rand(9, 3)[rows]\n" + FIT,
        [(10, "seed-partial")],
    ),
    "balanced by a sample": (
        "import pandas as pd\ndf = pd.read_csv('x.csv')\npos, neg = df[df.y == 1], df[df.y == 0].sample(100)\nboth = pd.concat([pos, neg])\n",
        [(2, "seed-pandas-sample")],
    ),
    "shuffled, then cut": (
        "import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\ndf = pd.read_csv('x.csv').sample(frac=1).reset_index(drop=True)\n"
        "train = df[:80]\nLogisticRegression().fit(train[['a']], train['y'])\n",
        [(2, "seed-pandas-sample")],
    ),
    "splitters with a seed": (
        "from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold\nopts = dict(n_splits=3, random_state=1)\n"
        "a = KFold(**opts)\nb = StratifiedGroupKFold(5, random_state=1)\n",
        [(2, "seed-kfold-no-shuffle"), (3, "seed-kfold-no-shuffle")],
    ),
    "a stream is not NumPy's": (
        "import numpy as np\nfrom datasets import load_dataset\nnp.random.seed(0)\n"
        "ds = load_dataset('csv', data_files='x', split='train', streaming=True)\nds.shuffle(buffer_size=10)\n",
        [(4, "seed-hf-shuffle")],
    ),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def seeds(engine: Engine, code: str, versions: dict[str, str] | None = None) -> list[tuple[int, str]]:
    """Lines (0-based) and rules of the findings on seeds."""
    return [pair for pair in found(analysed(engine, code, versions)) if pair[1].startswith("seed-")]


@pytest.mark.parametrize("name", SILENT)
def test_silence(engine: Engine, name: str) -> None:
    assert seeds(engine, SILENT[name]) == []


@pytest.mark.parametrize("name", FOUND)
def test_found(engine: Engine, name: str) -> None:
    code, expected = FOUND[name]
    assert seeds(engine, code) == expected


def test_one_finding_for_nothing_seeded(engine: Engine) -> None:
    code = (
        "import random\nimport numpy as np\n"
        + NET
        + "random.shuffle([1])\nm = nn.Linear(3, 3)\nX = np.random.rand(3)\n"
        + TRAIN
    )
    assert [rule for _, rule in seeds(engine, code)] == ["seed-missing-entry"]


@pytest.mark.parametrize(("version", "partial"), [("2.15.0", False), ("", False), ("3.12.0", True)])
def test_keras_draws_from_another_generator_since_3(engine: Engine, version: str, partial: bool) -> None:
    code = (
        "import keras\nimport tensorflow as tf\ntf.random.set_seed(1)\n"
        "m = keras.Sequential([keras.layers.Dense(3)])\nm.compile('sgd', 'mse')\nm.fit([[1.0]], [[1.0]])\n"
    )
    versions = {"keras": version} if version else {}
    assert ("seed-partial" in [rule for _, rule in seeds(engine, code, versions)]) is partial
