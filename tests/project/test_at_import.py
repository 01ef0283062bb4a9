"""What importing a file does, read off its lines."""

from __future__ import annotations

import pytest

from heldout.project.at_import import at_import


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\nnp.random.seed(0)\n",
        "import random\nrandom.seed(0)\n",
        "from lightning import seed_everything\nSEED = seed_everything(1)\n",
        "import torch\nif torch.cuda.is_available():\n    torch.manual_seed(0)\n",
        "import torch\ntry:\n    torch.backends.cudnn.benchmark = False\nexcept AttributeError:\n    pass\n",
        "import os\nos.environ['PYTHONHASHSEED'] = '0'\n",
        "def seed(): ...\nseed()\n",
        "class A:\n    x = 1\n\nA.x = 2\n",
        "SEED: int = fixed()\n",
        "exec('import numpy; numpy.random.seed(0)')\n",
    ],
)
def test_a_file_that_does_something(text: str) -> None:
    assert at_import(text).acts


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"""Prose, and a call (of no use)."""\nimport numpy as np\nSEED = 0\n',
        "import numpy as np\n\ndef run():\n    np.random.seed(0)\n\nclass A:\n    rng = np.random.default_rng(0)\n",
        "from math import sqrt\nROOT = sqrt(2)\nNAMES = list(range(3))\n",
        "import logging\nlog = logging.getLogger(__name__)\n",
        "import numpy as np\nif __name__ == '__main__':\n    np.random.seed(0)\n",
        "@register\ndef run(x=f(1),\n        y=2):\n    g()\n",
        "__all__ = [\n    'a',\n    'b',\n]\n",
    ],
)
def test_a_file_that_only_binds_names(text: str) -> None:
    assert not at_import(text).acts


def test_what_a_file_imports() -> None:
    text = (
        "import a.b as c, d\nfrom . import e, f as g\nfrom ..h.i import (  # why\n    j,\n    k as l,\n)\n"
        "try:\n    from m import *\nexcept ImportError:\n    m = None\ndef later():\n    import n\n"
    )
    modules = [(module, level, names[:1]) for module, level, names in at_import(text).imports]
    assert modules == [("a.b", 0, ()), ("d", 0, ()), ("", 1, ("e",)), ("h.i", 2, ("j",)), ("m", 0, ())]
