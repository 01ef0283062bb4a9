"""Well-kept code gives no finding, and what is said depends on what is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import analysed, found

from heldout.analysis.engine import Engine
from heldout_rules.versioning.unversioned_data_url import mutable

CLEAN = sorted((Path(__file__).parents[1] / "data" / "clean").glob("*.py"))
LOAD = "import torch\n\nstate = torch.load('model.pt')\n"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_silence(engine: Engine, path: Path) -> None:
    assert found(analysed(engine, path.read_text(encoding="utf-8"))) == ()


@pytest.mark.parametrize(
    ("version", "old"),
    [
        (None, False),
        ("2.5.1", True),
        ("2.6.0", False),
        ("2.13.0+cpu", False),
        ("1.13", True),
        ("<2.6", True),
        ("<2.6.0", True),
        ("<2.6.1", False),
        ("<=2.5.1", True),
        (">=2.0", False),
        (">=2.0,<2.5", True),
        ("~=2.5", False),
        ("~=2.5.0", True),
        ("==2.4.*", True),
        ("main", False),
    ],
)
def test_torch_load_by_version(engine: Engine, version: str | None, old: bool) -> None:
    versions = {} if version is None else {"torch": version}
    rules = [rule for _, rule in found(analysed(engine, LOAD, versions))]
    assert rules == (["sec-torch-load-unsafe"] if old else [])


@pytest.mark.parametrize(
    "url",
    [
        "https://raw.githubusercontent.com/a/b/main/data.csv",
        "https://raw.githubusercontent.com/a/b/refs/heads/dev/data.csv",
        "https://github.com/a/b/raw/master/data.csv",
        "https://github.com/a/b/blob/master/data.csv?raw=true",
        "https://gist.githubusercontent.com/a/0123abcd0123abcd/raw/iris.csv",
        "https://huggingface.co/datasets/a/b/resolve/main/data.csv",
        "https://drive.google.com/uc?id=1",
        "https://www.dropbox.com/s/1/data.csv?dl=1",
        "s3://bucket/latest/data.parquet",
        "https://bucket.s3.amazonaws.com/data-latest.csv",
    ],
)
def test_mutable_addresses(url: str) -> None:
    assert mutable(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://raw.githubusercontent.com/a/b/2b29313169bf8dfa77d8dc930f7bd3eba559a906/data.csv",
        "https://raw.githubusercontent.com/a/b/v1.0/data.csv",
        "https://raw.githubusercontent.com/a/b/refs/tags/first/data.csv",
        "https://github.com/a/b/releases/download/v1/data.csv",
        "https://gist.githubusercontent.com/a/0123/raw/2b29313169bf8dfa77d8dc930f7bd3eba559a906/iris.csv",
        "https://archive.ics.uci.edu/ml/machine-learning-databases/iris/iris.data",
        "https://example.org/latest/data.csv",
        "s3://bucket/2026-11-02/data.parquet",
        "s3://bucket/plates/data.parquet",
        "data/latest.csv",
    ],
)
def test_other_addresses(url: str) -> None:
    assert mutable(url) is None
