"""In tests nobody takes a score for the truth; in all other code of the same file somebody may."""

from __future__ import annotations

import pytest

from heldout.analysis.engine import Analyser, Engine
from heldout.source.document import Cell, Document

HEAD = "import pandas as pd\nfrom sklearn.model_selection import train_test_split\n\n"
SPLIT = "train, test = train_test_split(pd.read_csv('x.csv'))\n"


def found(engine: Engine, path: str, text: str) -> list[str]:
    document = Document("file:///" + path, (Cell("0", HEAD + text),), "/project/" + path, False)
    return [finding.rule for finding in Analyser(engine).update(document).findings]


IN_TESTS = [
    f"def test_it():\n    {SPLIT}",
    f"class TestIt:\n    def test_it(self):\n        {SPLIT}",
    f"class ItTest(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls):\n        {SPLIT}",
    f"@pytest.fixture(\n    scope='module',\n)\ndef parts():\n    {SPLIT}",
    f"@pytest.mark.parametrize('x', [1])\ndef test_it(x):\n\n    # made up\n    {SPLIT}",
]


@pytest.mark.parametrize("text", IN_TESTS)
def test_scores_of_tests_are_nobodys_score(engine: Engine, text: str) -> None:
    assert found(engine, "tests/test_model.py", text) == []
    assert found(engine, "train.py", text) == ["seed-missing-split"]  # the same code, where nobody collects tests


@pytest.mark.parametrize(
    "text", [SPLIT, f"def parts():\n    {SPLIT}\n\nparts()\n", f"class Latest:\n    def fit(self):\n        {SPLIT}"]
)
def test_what_is_no_test_is_told_in_such_a_file_too(engine: Engine, text: str) -> None:
    assert found(engine, "test_model.py", text) == ["seed-missing-split"]


def test_what_runs_code_is_told_in_tests_too(engine: Engine) -> None:
    text = "import torch\n\n\ndef test_it(path):\n    torch.load(path, weights_only=False)\n"
    assert found(engine, "test_model.py", text) == ["sec-torch-load-unsafe"]
